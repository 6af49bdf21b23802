using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Workbooks;

namespace BatchImport.Tests.Workbooks;

public sealed class SummarySheetTests
{
    private static readonly WorkbookHeader Header = new() { Columns = ["Id"] };

    [Fact]
    public async Task It_tells_file_owner_definition_times_counts_and_rate()
    {
        var summary = new WorkbookSummary
        {
            Import = ComposedWorkbook.Import with
            {
                Owner = "ada@example.com",
                Definition = "customers",
                Follows = "4567",
                ReceivedAt = new DateTimeOffset(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2)),
                StartedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 1, TimeSpan.Zero),
                FinishedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 2, TimeSpan.Zero),
            },
            SheetName = "Kunden",
            RowsPerSecond = 1234.56,
        };
        var facts = await FactsAsync(summary, [RowResult.Success(0), RowResult.Success(0), RowResult.Success(0), RowResult.Error(0, new RowError(0, "no"))]);

        Assert.Equal(
            [
                ("File", "customers.xlsx", ""), ("Sheet", "Kunden", ""), ("Owner", "ada@example.com", ""), ("Definition", "customers", ""), ("State", "Completed", ""),
                ("Rows", "4", "100.0%"), ("Succeeded", "3", "75.0%"), ("Errors", "1", "25.0%"),
                ("Received (UTC)", "2026-03-01 12:00:00", ""), ("Started (UTC)", "2026-03-01 12:00:01", ""), ("Finished (UTC)", "2026-03-01 12:00:02", ""),
                ("Rows a second", "1,234.6", ""), ("Import", "0123", ""), ("Follows import", "4567", ""),
            ],
            facts);
    }

    [Fact]
    public async Task A_failed_import_says_why_and_how_many_rows_were_not_processed()
    {
        var facts = await FactsAsync(Summary(ComposedWorkbook.Import with { State = ImportState.Failed, Problem = "The target kept failing." }), [RowResult.Success(0), null]);

        Assert.Contains(("Problem", "The target kept failing.", ""), facts);
        Assert.Contains(("Not processed", "1", "50.0%"), facts);
    }

    [Fact]
    public async Task No_text_becomes_a_formula_or_breaks_the_file()
    {
        var facts = await FactsAsync(Summary(ComposedWorkbook.Import with { FileName = "=1+1\u0001\ud83d\uffff_x0041_<&>.xlsx" }), []);

        Assert.Contains(("File", "=1+1\ufffd\ufffd\ufffd_x0041_<&>.xlsx", ""), facts);
    }

    private static WorkbookSummary Summary(ImportProgress import) => new() { Import = import };

    private static async Task<List<(string Name, string Value, string Share)>> FactsAsync(WorkbookSummary summary, RowResult?[] results)
    {
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, ComposedWorkbook.Pages(results.Select(result => (new[] { Cell.FromText("1") }, result))), summary);
        var sheet = workbook["Summary"];
        Assert.All(sheet.Cells[1, 1, 30, 3], cell => Assert.True(string.IsNullOrEmpty(cell.Formula)));
        return [.. from row in Enumerable.Range(2, 30) where sheet.Cells[row, 1].Value is not null select (sheet.Cells[row, 1].Text, sheet.Cells[row, 2].Text, sheet.Cells[row, 3].Text)];
    }
}
