namespace BatchImport.Imports;

/// <summary>What the rows of an import may do, by the last command of a user.</summary>
public enum RunCommand
{
    /// <summary>Process rows.</summary>
    Continue,

    /// <summary>Start no new row until the import is resumed.</summary>
    Pause,

    /// <summary>Start no new row, and complete those that were started.</summary>
    Cancel,
}
