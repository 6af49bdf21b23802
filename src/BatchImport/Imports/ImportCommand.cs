namespace BatchImport.Imports;

/// <summary>A command that a user may give an import. <see cref="ImportStates"/> defines when each is valid.</summary>
public enum ImportCommand
{
    /// <summary>Start no new row.</summary>
    Pause,

    /// <summary>Continue with the rows that have no result.</summary>
    Resume,

    /// <summary>End the import with the rows that are processed.</summary>
    Cancel,

    /// <summary>Send the result mail again.</summary>
    Resend,
}
