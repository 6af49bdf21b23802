using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Testing;
using OfficeOpenXml;

namespace BatchImport.Tests.Pipeline;

/// <summary>The sheet Errors of a result, corrected by its owner and dropped again.</summary>
[Trait("Speed", "Slow")]
public sealed class RoundTripTests(AzuriteServer azurite, RedisServer redis)
{
    private const string Csv = "Part no,Name\n1,bolt\nx,nut\n3,screw\ny,washer\n";

    private static readonly (string Name, string Value) Owned = ("owner", "ada@example.com");

    [Fact]
    public async Task Only_the_corrected_rows_run_and_the_new_import_names_the_one_it_follows()
    {
        await using var fixture = await WorldAsync();
        var first = await FirstAsync(fixture);

        // Dropped without naming a definition: it uses that of the import it follows.
        var second = await fixture.DropAsync("parts-result.xlsx", Correct(await fixture.WorkbookBytesAsync(first)), Owned);
        var progress = await fixture.RunAsync(second);

        Assert.Equal((ImportState.Completed, 2, 2, 0), (progress.State, progress.Rows, progress.Succeeded, progress.Failed));
        Assert.Equal((first.BatchId, "corrected"), (progress.Follows, progress.Definition));
        var workbook = await fixture.WorkbookAsync(second);
        Assert.Equal(["Part no,Name", "20,nut", "40,washer"], workbook["Success"].Select(row => string.Join(',', row)));
        Assert.Equal(["Part no", "Name", "Sheet row", "Error column", "Error reason"], workbook["Errors"][0]);
        Assert.Contains(workbook["Summary"], row => row.Contains("Follows import") && row.Contains(first.BatchId));
    }

    [Fact]
    public async Task Rows_that_are_not_corrected_are_the_same_errors_again_and_can_be_corrected_again()
    {
        await using var fixture = await WorldAsync();
        var first = await FirstAsync(fixture);
        var second = await fixture.DropAsync("parts-result.xlsx", await fixture.WorkbookBytesAsync(first), Owned);
        Assert.Equal(2, (await fixture.RunAsync(second)).Failed);

        var third = await fixture.DropAsync("parts-result-result.xlsx", Correct(await fixture.WorkbookBytesAsync(second)), Owned);
        var progress = await fixture.RunAsync(third);

        Assert.Equal((second.BatchId, 2, 0), (progress.Follows, progress.Succeeded, progress.Failed));
    }

    [Fact]
    public async Task A_program_that_drops_the_marker_costs_the_name_of_the_followed_import_and_no_more()
    {
        await using var fixture = await WorldAsync();
        var first = await FirstAsync(fixture);
        var corrected = Correct(await fixture.WorkbookBytesAsync(first), package => package.Workbook.Names.Remove("BatchImport_Import"));

        var progress = await fixture.RunAsync(await fixture.DropAsync("corrected/parts.xlsx", corrected, Owned));

        Assert.Equal((null, 2, 2), (progress.Follows, progress.Rows, progress.Succeeded));
    }

    [Fact]
    public async Task The_sheet_alone_saved_as_text_works_as_well_and_a_row_that_was_emptied_is_gone()
    {
        await using var fixture = await WorldAsync();

        var progress = await fixture.RunAsync(await fixture.DropAsync(
            "corrected/errors.csv", "Part no;Name;Sheet row;Error column;Error reason\n20;nut;3;Part no;\"no; number\"\n;;5;Part no;gone\n", Owned));

        Assert.Equal((1, 1), (progress.Rows, progress.Succeeded));
    }

    [Fact]
    public async Task A_file_that_has_columns_of_those_names_itself_keeps_them()
    {
        await using var fixture = await WorldAsync();
        var first = await fixture.DropAsync("corrected/own.csv", "Part no,Sheet row,Error reason\nx,7,mine\n", Owned);
        await fixture.RunAsync(first);

        var second = await fixture.DropAsync("own-result.xlsx", Correct(await fixture.WorkbookBytesAsync(first)), Owned);
        await fixture.RunAsync(second);

        Assert.Equal(["Part no,Sheet row,Error reason", "20,7,mine"], (await fixture.WorkbookAsync(second))["Success"].Select(row => string.Join(',', row)));
    }

    [Fact]
    public async Task A_marker_that_is_not_ours_is_nobodys_import()
    {
        await using var fixture = await WorldAsync();
        var first = await FirstAsync(fixture);
        var forged = Correct(await fixture.WorkbookBytesAsync(first), package =>
        {
            package.Workbook.Names.Remove("BatchImport_Import");
            package.Workbook.Names.AddFormula("BatchImport_Import", $"\"{new string('0', 32)}\"");
        });

        var progress = await fixture.RunAsync(await fixture.DropAsync("corrected/parts.xlsx", forged, Owned));

        Assert.Equal((null, 2), (progress.Follows, progress.Succeeded));
    }

    private static async Task<ImportRequest> FirstAsync(ImportFixture fixture)
    {
        var request = await fixture.DropAsync("parts.csv", Csv, Owned, ("definition", "corrected"));
        var progress = await fixture.RunAsync(request);
        Assert.Equal((2, 2, null), (progress.Succeeded, progress.Failed, progress.Follows));
        return request;
    }

    /// <summary>Opens a workbook, corrects the first column of its errors, and saves it, as its owner does.</summary>
    private static byte[] Correct(byte[] workbook, Action<ExcelPackage>? change = null)
    {
        using var package = new ExcelPackage(new MemoryStream(workbook));
        var errors = package.Workbook.Worksheets["Errors"];
        for (var row = 2; row <= errors.Dimension.End.Row; row++)
        {
            errors.Cells[row, 1].Value = 20 * (row - 1);
        }

        change?.Invoke(package);
        return package.GetAsByteArray();
    }

    private async Task<ImportFixture> WorldAsync()
    {
        var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("corrected", """{ "name": "corrected", "columns": [{ "name": "Part no", "type": "integer", "required": true }] }""");
        return fixture;
    }
}
