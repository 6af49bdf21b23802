namespace BatchImport.Definitions;

/// <summary>How columns of a file that its definition does not name are handled.</summary>
public enum UnknownColumns
{
    /// <summary>They are imported unchanged.</summary>
    Keep,

    /// <summary>They are omitted when the file is read: neither targets nor the workbook contain them.</summary>
    Drop,

    /// <summary>The file is rejected.</summary>
    Refuse,
}
