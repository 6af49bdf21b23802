namespace BatchImport.Spreadsheets;

/// <summary>The formats of files that rows are read from. The content determines the format, never the name.</summary>
public enum SpreadsheetFormat
{
    /// <summary>Office Open XML workbook (ECMA-376), transitional or strict.</summary>
    Xlsx,

    /// <summary>Delimited text: comma, semicolon, tab or pipe.</summary>
    DelimitedText,

    /// <summary>Binary workbook of Excel 2007 and later ([MS-XLSB]).</summary>
    Xlsb,

    /// <summary>Workbook of Excel 97 to 2003 ([MS-XLS]), or of Excel 5.0 and 95.</summary>
    Xls,
}
