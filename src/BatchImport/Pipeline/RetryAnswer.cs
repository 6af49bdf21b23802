namespace BatchImport.Pipeline;

/// <summary>Whether an import's failed rows can be retried.</summary>
public enum RetryAnswer
{
    /// <summary>They can be retried.</summary>
    Ready,

    /// <summary>The import is unknown: it never existed, or has expired.</summary>
    Unknown,

    /// <summary>It has not ended.</summary>
    StillRunning,

    /// <summary>All its rows were delivered.</summary>
    NothingFailed,
}
