using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Playwright;
using OfficeOpenXml;

namespace BatchImport.Page.Tests.Browser;

/// <summary>
/// Draws the top of a worksheet like a spreadsheet program: the texts, widths, colors and alignments of the cells, between the letters
/// of the columns, the numbers of the rows and the tabs of the sheets. Independent of installed spreadsheet programs.
/// </summary>
internal static class SheetPicture
{
    // The width of a digit in the default font of a workbook at 96 dpi.
    private const double PixelsPerCharacter = 7.2;

    // Wider columns are cut, so that the picture stays legible.
    private const double WidestColumn = 62;

    private const string Style =
        """
        body { margin: 0; font: 13px Carlito, Calibri, "Liberation Sans", Arial, sans-serif; background: #fff; color: #1f2328 }
        main { display: inline-block; border: 1px solid #c8ccd1 }
        table { border-collapse: collapse; table-layout: fixed }
        td, th { height: 22px; padding: 0 6px; border: 1px solid #dfe2e6; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
        th { background: #f3f4f6; color: #59636e; font-weight: normal; text-align: center }
        nav { display: flex; gap: 2px; padding: 4px 44px 0; background: #f3f4f6; border-top: 1px solid #c8ccd1 }
        nav span { padding: 5px 16px; color: #59636e }
        nav .open { background: #fff; color: #1e7b34; font-weight: bold; border-bottom: 2px solid #1e7b34 }
        """;

    /// <summary>Draws a worksheet.</summary>
    /// <param name="page">A page of the browser, whose content is replaced.</param>
    /// <param name="package">The workbook.</param>
    /// <param name="sheet">The name of the worksheet.</param>
    /// <param name="rows">The number of rows, from the first.</param>
    /// <param name="path">The PNG file.</param>
    public static async Task SaveAsync(IPage page, ExcelPackage package, string sheet, int rows, string path)
    {
        await page.SetContentAsync(Html(package, package.Workbook.Worksheets[sheet], rows));
        await page.Locator("main").ScreenshotAsync(new() { Path = path });
    }

    private static string Html(ExcelPackage package, ExcelWorksheet sheet, int rows)
    {
        var columns = sheet.Dimension.End.Column;
        var widths = Enumerable.Range(1, columns).Select(column => Math.Min(sheet.Column(column).Width, WidestColumn) * PixelsPerCharacter).ToArray();
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html><meta charset=\"utf-8\"><style>{Style}</style><main><table style=\"width: {widths.Sum() + 44:0}px\"><tr><th style=\"width: 32px\"></th>");
        for (var column = 1; column <= columns; column++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th style=\"width: {widths[column - 1] - 12:0}px\">{ExcelCellAddress.GetColumnLetter(column)}</th>");
        }

        html.Append("</tr>");
        for (var row = 1; row <= Math.Min(rows, sheet.Dimension.End.Row); row++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th>{row}</th>");
            for (var column = 1; column <= columns; column++)
            {
                var cell = sheet.Cells[row, column];
                html.Append(CultureInfo.InvariantCulture, $"<td style=\"{StyleOf(cell)}\">{WebUtility.HtmlEncode(cell.Text)}</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</table><nav>");
        foreach (var each in package.Workbook.Worksheets)
        {
            html.Append(CultureInfo.InvariantCulture, $"<span{(each == sheet ? " class=\"open\"" : "")}>{WebUtility.HtmlEncode(each.Name)}</span>");
        }

        return html.Append("</nav></main>").ToString();
    }

    private static string StyleOf(ExcelRange cell)
    {
        var style = new StringBuilder();
        if (Color(cell.Style.Fill.BackgroundColor.Rgb) is { } back)
        {
            style.Append(CultureInfo.InvariantCulture, $"background: {back};");
        }

        if (Color(cell.Style.Font.Color.Rgb) is { } color)
        {
            style.Append(CultureInfo.InvariantCulture, $"color: {color};");
        }

        style.Append(cell.Style.Font.Bold ? "font-weight: bold;" : "");
        return style.Append(cell.Value is double or decimal or int or DateTime ? "text-align: right" : "").ToString();
    }

    // ARGB, as in EPPlus; empty for the default.
    private static string? Color(string? argb) => argb is { Length: 8 } ? "#" + argb[2..] : null;
}
