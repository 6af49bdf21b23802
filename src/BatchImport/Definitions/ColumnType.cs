namespace BatchImport.Definitions;

/// <summary>What a column's values must be.</summary>
public enum ColumnType
{
    /// <summary>Any text. A number becomes the text that a spreadsheet program shows; leading zeros are kept.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Decimal,

    /// <summary>A date, with or without a time of day.</summary>
    Date,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>An e-mail address.</summary>
    Email,
}
