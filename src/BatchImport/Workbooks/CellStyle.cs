namespace BatchImport.Workbooks;

/// <summary>The styles of the cells of a row sheet. Each except the header exists twice: plain, and highlighted as the place of an error.</summary>
internal enum CellStyle
{
    /// <summary>The default of a spreadsheet program: fractions, yes and no.</summary>
    General,

    /// <summary>Text that remains text when it is edited.</summary>
    Text,

    /// <summary>Text that begins like a formula, with the apostrophe that a user would type before it.</summary>
    QuotedText,

    /// <summary>A whole number, with all its digits.</summary>
    Integer,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A day and a time of day.</summary>
    DateTime,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>The header row.</summary>
    Header,
}
