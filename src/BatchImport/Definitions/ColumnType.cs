namespace BatchImport.Definitions;

/// <summary>What a column's values must be.</summary>
public enum ColumnType
{
    /// <summary>Any text. Numbers count as the text a spreadsheet program shows; leading zeros stay.</summary>
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
