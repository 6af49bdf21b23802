namespace BatchImport.Imports;

/// <summary>What somebody may ask of an import. When each is legal is in <see cref="ImportStates"/>.</summary>
public enum ImportCommand
{
    /// <summary>Begin no new row.</summary>
    Pause,

    /// <summary>Go on with the rows that have no result.</summary>
    Resume,

    /// <summary>End it with what is done.</summary>
    Cancel,

    /// <summary>Send the result mail again.</summary>
    Resend,
}
