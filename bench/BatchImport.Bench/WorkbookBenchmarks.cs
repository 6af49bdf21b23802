using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Load.Data;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Workbooks;
using BenchmarkDotNet.Attributes;
using MiniExcelLibs;
using OfficeOpenXml;

namespace BatchImport.Bench;

/// <summary>Writing the result workbook, compared with libraries that write the same rows into one plain sheet.</summary>
public class WorkbookBenchmarks
{
    private static readonly WorkbookSummary Summary = new()
    {
        Import = new ImportProgress { BatchId = "bench", State = ImportState.Completed, FileName = "customers.xlsx", ReceivedAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.UnixEpoch },
    };

    private IReadOnlyList<ResultPage> _pages = [];
    private RowValidator _validator = null!;

    [Params(50_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _validator = RowValidator.Bind(BenchmarkFiles.Definition(), Customers.Header);
        _pages = [.. BenchmarkFiles.Pages(Rows).Select(page => new ResultPage(page, [.. page.Rows.Select(Result)]))];
    }

    [Benchmark(Baseline = true)]
    public async Task<long> Composer()
    {
        using var target = new MemoryStream();
        var header = new WorkbookHeader { Columns = Customers.Header, Convert = _validator.Convert };
        await new WorkbookComposer().ComposeAsync(
            header, _pages.ToAsyncEnumerable(), _ => Summary, target, CancellationToken.None);
        return target.Length;
    }

    [Benchmark]
    public long EPPlus()
    {
        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("Success");
        var number = 0;
        foreach (var row in _pages.SelectMany(page => page.Page.Rows))
        {
            number++;
            for (var column = 0; column < row.Cells.Length; column++)
            {
                sheet.Cells[number, column + 1].Value = row.Cells[column].ToString();
            }
        }

        return package.GetAsByteArray().Length;
    }

    [Benchmark]
    public long MiniExcel()
    {
        using var target = new MemoryStream();
        target.SaveAs(_pages.SelectMany(page => page.Page.Rows).Select(Named));
        return target.Length;
    }

    private static Dictionary<string, object> Named(StagedRow row) =>
        row.Cells.Select((cell, index) => KeyValuePair.Create(Customers.Header[index], (object)cell.ToString())).ToDictionary(StringComparer.Ordinal);

    private RowResult? Result(StagedRow row, int index)
    {
        var errors = _validator.Validate(row.Cells);
        return errors.Count == 0 ? RowResult.Success(index) : RowResult.Error(index, errors);
    }
}
