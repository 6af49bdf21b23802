namespace BatchImport.Spreadsheets;

/// <summary>The kinds of file that rows are read from. The content decides, never the name.</summary>
public enum SpreadsheetFormat
{
    /// <summary>Office Open XML workbook (ECMA-376), transitional or strict.</summary>
    Xlsx,

    /// <summary>Delimited text: comma, semicolon, tab or pipe.</summary>
    DelimitedText,
}
