namespace BatchImport.Pipeline;

/// <summary>Whether an import's failed rows can run again.</summary>
public enum RetryAnswer
{
    /// <summary>They can.</summary>
    Ready,

    /// <summary>Nothing is known of the import: it never was, or has expired.</summary>
    Unknown,

    /// <summary>It has not ended.</summary>
    StillRunning,

    /// <summary>It has no rows that did not arrive.</summary>
    NothingFailed,
}
