namespace BatchImport.Definitions;

/// <summary>What becomes of columns of a file that its definition does not name.</summary>
public enum UnknownColumns
{
    /// <summary>They go along as they are.</summary>
    Keep,

    /// <summary>They are left out when the file is read: neither targets nor the workbook have them.</summary>
    Drop,

    /// <summary>The file is refused.</summary>
    Refuse,
}
