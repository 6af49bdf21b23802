using System.Globalization;

namespace BatchImport.Spreadsheets;

/// <summary>Creates the errors that more than one reader reports, so that each has one wording.</summary>
internal static class SpreadsheetErrors
{
    public static SpreadsheetException EmptyFile() =>
        new("empty-file", "The file is empty. Drop a file whose first row names the columns and whose further rows hold the data.");

    public static SpreadsheetException NotASpreadsheet(string what) =>
        new("not-a-spreadsheet", $"The file is not a spreadsheet: it is {what}. Save the data as an Excel workbook (.xlsx) or as CSV and drop that.");

    /// <param name="what">The kind of the file, with its article and extension.</param>
    public static SpreadsheetException Unsupported(string what) =>
        new("unsupported-format", $"The file is {what}, a format that is not read. Open it in the program it comes from, save it as an Excel workbook (.xlsx) or as CSV, and drop that.");

    public static SpreadsheetException TooLargeFile(long limit) =>
        new("too-large-file", $"The file has more than {Number(limit)} bytes, the limit for one file. Split it into smaller ones.");

    public static SpreadsheetException TooManyRows(string where, int limit) =>
        new("too-many-rows", $"{where} has more than {Number(limit)} rows, the limit for one file. Split it into smaller ones.");

    public static SpreadsheetException TooManyColumns(string place, int columns, int limit) =>
        new("too-many-columns", $"The header ({place}) has {Number(columns)} columns; the limit is {Number(limit)}. Remove the columns that are not needed.");

    public static SpreadsheetException TooManyCells(string place, int limit) =>
        new("too-many-columns", $"There are more than {Number(limit)} cells in {place}, which is more than a sheet can have. Remove the columns that are not needed.");

    public static SpreadsheetException CellTooLong(string place, int limit) =>
        new("cell-too-long", $"The text in {place} has more than {Number(limit)} characters, the limit for one cell. Shorten it.");

    public static SpreadsheetException TooManyTexts(int limit, long bytes) =>
        new("too-many-texts", $"The workbook has more than {Number(limit)} different texts, or texts of more than {Number(bytes)} bytes, the limits for one file. Split it into smaller ones.");

    public static SpreadsheetException RowTooLong(string place, int limit) =>
        new("row-too-long", $"The cells of {place} have more than {Number(limit)} characters together, the limit for one row. Shorten them; in CSV, look for a quote that is opened and never closed.");

    public static SpreadsheetException EndsInNul(int count) =>
        new("truncated", $"The file ends with {Number(count)} NUL characters instead of text: it was not saved or uploaded completely. Save it again and drop it again.");

    public static SpreadsheetException UnknownEncoding(IEnumerable<string> candidates) =>
        new("unknown-encoding", $"The file's text is not Unicode, and its encoding is not certain{(string.Join(", ", candidates) is { Length: > 0 } names ? $": it may be {names}" : "")}. Save the file as UTF-8 (in Excel: Save As, CSV UTF-8) or as an Excel workbook (.xlsx), or give its encoding with it.");

    /// <summary>The problem of a row that has values where the header has no column.</summary>
    public static string ExtraCell(int columns, int column, string value) =>
        $"{CellText.Quote(value)} is in column {ColumnName.FromIndex(column)}, but the header names only {Number(columns)} columns (A to {ColumnName.FromIndex(columns - 1)}). Name the column or remove the value.";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
