namespace BatchImport.Imports;

/// <summary>What rows may do, as far as somebody asked.</summary>
public enum RunOrder
{
    /// <summary>Go on.</summary>
    Go,

    /// <summary>Begin no new row until told otherwise.</summary>
    Pause,

    /// <summary>Begin no new row, and end what is under way.</summary>
    Cancel,
}
