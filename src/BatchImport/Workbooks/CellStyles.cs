using System.Drawing;
using BatchImport.Spreadsheets;
using OfficeOpenXml.Style;

namespace BatchImport.Workbooks;

/// <summary>Selects the style of a value, and defines the styles.</summary>
internal static class CellStyles
{
    /// <summary>The number of styles in <see cref="CellStyle"/>.</summary>
    public const int Count = (int)CellStyle.Header + 1;

    // Beyond 15 digits a double is no longer exact, and spreadsheet programs show zeros.
    private const double LargestInteger = 999_999_999_999_999;

    private static readonly Color HeaderFill = Color.FromArgb(0xD9, 0xE5, 0xF3);
    private static readonly Color ErrorFill = Color.FromArgb(0xFB, 0xD9, 0xD3);

    /// <summary>The style of a number.</summary>
    public static CellStyle ForNumber(double number) =>
        Math.Abs(number) <= LargestInteger && Math.Floor(number) == number ? CellStyle.Integer : CellStyle.General;

    /// <summary>The style of a date by its serial day number: whole days have no time, and below 1 there is no day.</summary>
    public static CellStyle ForDate(double serial) =>
        serial is >= 0 and < 1 ? CellStyle.Time : Math.Floor(serial) == serial ? CellStyle.Date : CellStyle.DateTime;

    /// <summary>The style of a text. Text that begins like a formula (OWASP's list for CSV injection) is quoted.</summary>
    public static CellStyle ForText(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? CellStyle.QuotedText : CellStyle.Text;

    /// <summary>The approximate number of characters that a cell shows.</summary>
    public static int ShownLength(Cell cell) => cell.Kind switch
    {
        CellKind.Text or CellKind.Error or CellKind.Identifier => cell.Text!.Length,
        CellKind.Number => 10,
        CellKind.Date => ForDate(cell.Number) == CellStyle.DateTime ? 19 : 10,
        CellKind.Boolean => 5,
        _ => 0,
    };

    /// <summary>Applies a style to an EPPlus style.</summary>
    public static void Apply(CellStyle style, bool isError, ExcelStyle to)
    {
        to.Numberformat.Format = style switch
        {
            CellStyle.Text or CellStyle.QuotedText => "@",
            CellStyle.Integer => "0",
            CellStyle.Date => "yyyy-mm-dd",
            CellStyle.DateTime => "yyyy-mm-dd hh:mm:ss",
            CellStyle.Time => "hh:mm:ss",
            _ => "General",
        };
        to.QuotePrefix = style == CellStyle.QuotedText;
        to.Font.Bold = style == CellStyle.Header;
        if (isError || style == CellStyle.Header)
        {
            to.Fill.PatternType = ExcelFillStyle.Solid;
            to.Fill.BackgroundColor.SetColor(isError ? ErrorFill : HeaderFill);
        }
    }
}
