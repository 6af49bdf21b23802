using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Workbooks;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using OfficeOpenXml;

namespace BatchImport.Tests.Workbooks;

/// <summary>A workbook composed for a test, checked against the Open XML schema, and opened again.</summary>
internal sealed class ComposedWorkbook : IDisposable
{
    private readonly ExcelPackage _package;

    private ComposedWorkbook(byte[] content, WorkbookCounts counts)
    {
        Content = content;
        Counts = counts;
        _package = new ExcelPackage(new MemoryStream(content));
    }

    public byte[] Content { get; }

    public WorkbookCounts Counts { get; }

    public ExcelWorksheet this[string sheet] => _package.Workbook.Worksheets[sheet] ?? throw new KeyNotFoundException($"There is no sheet {sheet}.");

    public IEnumerable<string> Sheets => _package.Workbook.Worksheets.Select(sheet => sheet.Name);

    public static async Task<ComposedWorkbook> ComposeAsync(WorkbookHeader header, IEnumerable<ResultPage> pages, WorkbookSummary? summary = null, int maxRows = 1_048_576)
    {
        using var output = new MemoryStream();
        var counts = await new WorkbookComposer { MaxRowsPerSheet = maxRows }.ComposeAsync(
            header, pages.ToAsyncEnumerable(), _ => summary ?? Summary, output, TestContext.Current.CancellationToken);
        Validate(output);
        return new ComposedWorkbook(output.ToArray(), counts);
    }

    public static WorkbookSummary Summary => new() { Import = Import };

    public static ImportProgress Import { get; } = new()
    {
        BatchId = "0123",
        State = ImportState.Completed,
        FileName = "customers.xlsx",
        ReceivedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(2026, 3, 8, 12, 0, 0, TimeSpan.Zero),
    };

    /// <summary>Rows 2, 3, ... of a sheet in pages of a size.</summary>
    public static IEnumerable<ResultPage> Pages(IEnumerable<(Cell[] Cells, RowResult? Result)> rows, int size = RowPage.Size)
    {
        var number = 2;
        return rows.Chunk(size).Select((chunk, page) => new ResultPage(
            new RowPage(page, [.. chunk.Select(row => new StagedRow(number++, row.Cells))]),
            [.. chunk.Select((row, index) => row.Result is null ? null : row.Result with { Index = index })]));
    }

    /// <summary>A sheet's values, header included, as EPPlus reads them.</summary>
    public object?[][] Rows(string sheet)
    {
        var worksheet = this[sheet];
        var dimension = worksheet.Dimension;
        return [.. Enumerable.Range(1, dimension.End.Row).Select(row => Enumerable.Range(1, dimension.End.Column).Select(column => worksheet.Cells[row, column].Value).ToArray())];
    }

    public void Dispose() => _package.Dispose();

    private static void Validate(MemoryStream content)
    {
        content.Position = 0;
        using var document = SpreadsheetDocument.Open(content, isEditable: false);
        var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}").ToList();
        Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors));
    }
}
