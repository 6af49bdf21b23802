using System.Text.Json;
using BatchImport.Testing;
using OfficeOpenXml;

namespace BatchImport.EndToEnd.Tests;

/// <summary>The commands for definitions of a running host, as users enter them.</summary>
public sealed class DefinitionCommandTests(HeldHost host) : IClassFixture<HeldHost>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batchimport-definitions-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_definition_is_proposed_stored_shown_listed_and_deleted()
    {
        var (_, proposal) = await host.Process.AskAsync(["definitions", "new", Repository.PathOf("samples", "customers.xlsx"), "--name", "proposed"], Stop);
        Assert.Contains("// sure: ", proposal, StringComparison.Ordinal);
        var file = Path.Combine(_folder, "proposed.json");
        await File.WriteAllTextAsync(file, proposal, Stop);

        await ExpectAsync(0, "The definition proposed is stored.", "put", file, "--new");
        await ExpectAsync(1, "A definition proposed exists already.", "put", file, "--new");
        await ExpectAsync(0, "The definition proposed is replaced.", "put", file);
        Assert.Equal(proposal.Trim(), (await ExpectAsync(0, "\"name\": \"proposed\"", "show", "proposed")).Trim());
        var items = JsonElement.Parse(await ExpectAsync(0, "proposed", "list", "--json")).GetProperty("items").EnumerateArray();
        Assert.Contains("proposed", items.Select(item => item.GetProperty("name").GetString()));
        await ExpectAsync(0, "proposed", "list");
        await ExpectAsync(0, "The definition proposed is deleted.", "delete", "proposed");
        await ExpectAsync(2, "There is no definition proposed.", "show", "proposed");
    }

    [Fact]
    public async Task Mistakes_are_listed_and_nothing_is_stored()
    {
        var file = Path.Combine(_folder, "bad.json");
        await File.WriteAllTextAsync(file, "{\n  \"name\": \"bad\",\n  \"notify\": 1,\n  \"columns\": [ { \"name\": \"A\", \"type\": 2 } ]\n}", Stop);

        var output = await ExpectAsync(1, "line 3: notify is a text in quotes", "put", file);

        Assert.Contains("line 4: type is a text in quotes", output, StringComparison.Ordinal);
        await ExpectAsync(2, "There is no definition bad.", "show", "bad");
    }

    [Fact]
    public async Task A_workbook_to_fill_in_is_written_and_replaces_none_by_accident()
    {
        var file = Path.Combine(_folder, "form.xlsx");
        await ExpectAsync(0, file, "template", "customers", "--output", file);
        using (var package = new ExcelPackage(new FileInfo(file)))
        {
            Assert.Equal("Id", package.Workbook.Worksheets[0].Cells[1, 1].Text);
        }

        await ExpectAsync(2, "exists. Name another file with --output, or replace it with --force.", "template", "customers", "--output", file);
        await ExpectAsync(0, file, "template", "customers", "--output", file, "--force");
        await ExpectAsync(2, "There is no definition unknown.", "template", "unknown", "--output", Path.Combine(_folder, "other.xlsx"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> ExpectAsync(int exitCode, string part, params string[] command)
    {
        var (code, output) = await host.Process.AskAsync(["definitions", .. command, .. host.Process.FindingArguments], Stop);
        Assert.True(code == exitCode, $"{string.Join(' ', command)} ended with {code}:\n{output}");
        Assert.Contains(part, output, StringComparison.Ordinal);
        return output;
    }
}
