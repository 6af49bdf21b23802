using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using OfficeOpenXml;
using CompressionLevel = System.IO.Compression.CompressionLevel;

namespace BatchImport.Workbooks;

/// <summary>
/// All parts of a workbook except its rows, built by EPPlus as a small workbook: the Summary sheet, the styles, and row sheets
/// with layout and one cell of every style. Built twice: before the rows, to get the style numbers and the XML around the rows, and
/// after them, when the number of sheets and the summary are known. Styles are created in the same order, so the numbers are the same.
/// </summary>
internal sealed partial class WorkbookFrame
{
    private const string SheetFolder = "xl/worksheets/";
    private readonly MemoryStream _content;
    private readonly int[] _styles = new int[2 * CellStyles.Count];

    private WorkbookFrame(MemoryStream content) => _content = content;

    /// <summary>The number of a style in the workbook's style table.</summary>
    public int StyleNumber(CellStyle style, bool isError) => _styles[(2 * (int)style) + (isError ? 1 : 0)];

    /// <summary>The part name of the n-th row sheet, from 0, as EPPlus numbers them: the Summary is sheet 1.</summary>
    public static string PartName(int sheet) => string.Create(CultureInfo.InvariantCulture, $"{SheetFolder}sheet{sheet + 2}.xml");

    /// <summary>Builds a frame.</summary>
    /// <param name="summary">Fills the Summary sheet.</param>
    /// <param name="sheets">The row sheets, in order.</param>
    public static WorkbookFrame Build(Action<ExcelWorksheet> summary, IReadOnlyList<FrameSheet> sheets)
    {
        var content = new MemoryStream();
        var package = InMemoryPackage.Create();

        // There is no formula; recalculation would only make a spreadsheet program prompt to save on closing.
        package.Workbook.FullCalcOnLoad = false;
        package.Workbook.Properties.Title = "Import result";
        package.Workbook.Properties.Application = "BatchImport";
        var first = package.Workbook.Worksheets.Add("Summary");
        FitToPaper(first);
        foreach (var sheet in sheets)
        {
            AddSheet(package, sheet);
        }

        // Last, so that the summary's styles follow those of the rows and do not change their numbers.
        summary(first);
        package.SaveAs(content);
        var frame = new WorkbookFrame(content);
        frame.ReadStyles();
        return frame;
    }

    /// <summary>The XML of the n-th row sheet, from 0, around its rows.</summary>
    public SheetXml Around(int sheet) => new(ReadPart(PartName(sheet)));

    /// <summary>Checks that rows written with another frame's style numbers have the same styles in this one.</summary>
    /// <exception cref="InvalidOperationException">A number differs.</exception>
    public void RequireStylesOf(WorkbookFrame other)
    {
        if (!_styles.AsSpan().SequenceEqual(other._styles))
        {
            throw new InvalidOperationException("Two frames of one workbook number their styles differently: EPPlus writes styles in a way unknown to this program.");
        }
    }

    /// <summary>Copies all parts except those already written.</summary>
    public async Task CopyPartsAsync(ZipArchive to, IReadOnlySet<string> written, CompressionLevel level, CancellationToken cancellationToken)
    {
        _content.Position = 0;
        using var archive = new ZipArchive(_content, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var part in archive.Entries)
        {
            var name = part.FullName.TrimStart('/');
            if (written.Contains(name))
            {
                continue;
            }

            var source = await part.OpenAsync(cancellationToken);
            await using (source)
            {
                var target = await to.CreateEntry(name, level).OpenAsync(cancellationToken);
                await using (target)
                {
                    await source.CopyToAsync(target, cancellationToken);
                }
            }
        }
    }

    private static void AddSheet(ExcelPackage package, FrameSheet sheet)
    {
        var worksheet = package.Workbook.Worksheets.Add(sheet.Title);
        worksheet.View.FreezePanes(2, 1);
        worksheet.PrinterSettings.RepeatRows = new ExcelAddress("$1:$1");
        FitToPaper(worksheet);
        var columns = sheet.Layout.Columns.Count;
        for (var column = 0; column < columns; column++)
        {
            worksheet.Column(column + 1).Width = sheet.Layout.Widths[column];
        }

        worksheet.Cells[1, 1, sheet.LastRow, columns].AutoFilter = true;
        for (var index = 0; index < 2 * CellStyles.Count; index++)
        {
            var cell = worksheet.Cells[2, index + 1];
            cell.Value = index;
            CellStyles.Apply((CellStyle)(index / 2), isError: index % 2 == 1, cell.Style);
        }
    }

    private static void FitToPaper(ExcelWorksheet worksheet)
    {
        worksheet.PrinterSettings.Orientation = eOrientation.Landscape;
        worksheet.PrinterSettings.FitToPage = true;
        worksheet.PrinterSettings.FitToWidth = 1;
        worksheet.PrinterSettings.FitToHeight = 0;
    }

    private void ReadStyles()
    {
        var cells = StyledCell().Matches(ReadPart(PartName(0)));
        if (cells.Count != _styles.Length)
        {
            throw new InvalidOperationException($"The frame of a workbook should have one cell of each of {_styles.Length} styles, but has {cells.Count}: EPPlus writes sheets in a way unknown to this program.");
        }

        for (var index = 0; index < _styles.Length; index++)
        {
            _styles[index] = int.Parse(cells[index].Groups["style"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }

    private string ReadPart(string name)
    {
        _content.Position = 0;
        using var archive = new ZipArchive(_content, ZipArchiveMode.Read, leaveOpen: true);
        var part = archive.GetEntry(name) ?? throw new InvalidOperationException($"The frame of a workbook has no part {name}: EPPlus names sheets in a way unknown to this program.");
        using var reader = new StreamReader(part.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""<c r="[A-Z]+2" s="(?<style>[0-9]+)">""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex StyledCell();
}
