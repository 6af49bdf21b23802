using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Testing;
using BatchImport.Tests.Spreadsheets;

namespace BatchImport.Tests.Pipeline;

/// <summary>The effect of a definition on a file, from the drop to the workbook.</summary>
[Trait("Speed", "Slow")]
public sealed class ImportDefinitionTests(AzuriteServer azurite, RedisServer redis)
{
    private static readonly (string Name, string Value) Owned = ("owner", "ada@example.com");

    [Fact]
    public async Task Values_are_read_in_their_locale_and_duplicates_dropped_columns_and_near_matches_are_told()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("import-definition-tests", """
            {
              "name": "import-definition-tests", "locale": "de", "fuzzy": true, "unknownColumns": "drop",
              "columns": [
                { "name": "Ticket", "required": true, "unique": true, "trim": true, "case": "upper" },
                { "name": "Amount", "type": "decimal" }, { "name": "Currency", "default": "EUR" }
              ]
            }
            """);
        var rows = string.Concat(Enumerable.Range(1, 1_500).Select(number => $"t{number} ;1.234,5;;x\n"));
        var request = await fixture.DropAsync("tickets.csv", $"Tickets of today\nTicket;Amuont;Currency;Colour\n{rows}T7;1;CHF;y\n", Owned, ("definition", "import-definition-tests"));

        // Staged twice, as after a crash: the same row is the first one again.
        var progress = await fixture.RunAsync(request, times: 2);

        Assert.Equal((ImportState.Completed, 1_501, 1_500, 1), (progress.State, progress.Rows, progress.Succeeded, progress.Failed));
        var workbook = await fixture.WorkbookAsync(request);
        Assert.Equal(["Ticket", "Amuont", "Currency"], workbook["Success"][0]);
        Assert.Equal(["T1", 1234.5, "EUR"], workbook["Success"][1]);
        Assert.Equal(["T7", "1", "CHF", 1503d, "Ticket", "\"T7\" is the same value as in row 9; every value may be there only once"], workbook["Errors"][1]);
        var summary = workbook["Summary"].Where(row => row[0] is not null).ToDictionary(row => $"{row[0]}", row => row[1]);
        Assert.Equal("Amuont → Amount", summary["Columns taken for"]);
        Assert.Equal("Colour", summary["Columns left out"]);
    }

    [Fact]
    public async Task A_value_that_an_earlier_row_has_stays_an_error_when_the_failed_rows_run_again()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("unique-tests", """{ "name": "unique-tests", "columns": [{ "name": "Ticket key", "required": true, "unique": true }] }""");
        var request = await fixture.DropAsync("tickets.csv", "Ticket key\na\nb\na\n", Owned, ("definition", "unique-tests"));
        await fixture.RunAsync(request);

        var retry = (await fixture.Get<IImportRetries>().PrepareAsync(request.BatchId, TestContext.Current.CancellationToken)).Request!;
        await fixture.Get<IDroppedFiles>().AcceptAsync(retry, TestContext.Current.CancellationToken);
        var progress = await fixture.RunAsync(retry);

        Assert.Equal((ImportState.Completed, 1, 1), (progress.State, progress.Rows, progress.Failed));
        Assert.Contains("is the same value as in row 2", (string?)(await fixture.WorkbookAsync(retry))["Errors"][1][3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_says_where_the_table_is()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var file = XlsxFile.WithRows(XlsxFile.TextRow(1, "Company", "ACME") + XlsxFile.TextRow(4, "Name", "Town") + XlsxFile.TextRow(5, "Ada", "London"))
            .With("xl/workbook.xml", $"<workbook xmlns=\"{XlsxFile.Main}\" xmlns:r=\"{XlsxFile.Office}\"><sheets><sheet name=\"Other\" sheetId=\"1\" r:id=\"rId9\"/><sheet name=\"Größe 1\" state=\"hidden\" sheetId=\"2\" r:id=\"rId1\"/></sheets></workbook>");
        var request = await fixture.DropAsync("towns.xlsx", file.ToBytes(), Owned, ("sheet", "Gr%C3%B6%C3%9Fe 1"), ("headerrow", "4"));

        Assert.Equal(ImportState.Completed, (await fixture.RunAsync(request)).State);

        Assert.Equal(["Ada", "London"], (await fixture.WorkbookAsync(request))["Success"][1]);
    }

    [Fact]
    public async Task A_header_row_that_is_no_number_rejects_the_file()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var request = await fixture.DropAsync("towns.csv", "Name\nAda\n", Owned, ("headerrow", "first"));

        var progress = await fixture.RunAsync(request);

        Assert.Equal((ImportState.Rejected, "invalid-metadata"), (progress.State, progress.ProblemCode));
    }
}
