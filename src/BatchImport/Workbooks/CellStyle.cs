namespace BatchImport.Workbooks;

/// <summary>The looks a cell of a row sheet may have. Each but the header exists twice: plain, and marked as the place of an error.</summary>
internal enum CellStyle
{
    /// <summary>As a spreadsheet program likes: fractions, yes and no.</summary>
    General,

    /// <summary>Text that stays text when it is edited.</summary>
    Text,

    /// <summary>The same for text that begins like a formula, with the apostrophe a person would type before it.</summary>
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
