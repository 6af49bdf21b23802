using BatchImport.Pipeline;
using BatchImport.Testing;

namespace BatchImport.Tests.Pipeline;

/// <summary>Files that are not imported, and files that may still be growing.</summary>
[Trait("Speed", "Slow")]
public sealed class IgnoredFilesTests(AzuriteServer azurite, RedisServer redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(".DS_Store")]
    [InlineData("ada@example.com/.ds_store")]
    [InlineData("~$customers.xlsx")]
    [InlineData("folder/._customers.xlsx")]
    [InlineData("customers.xlsx.filepart")]
    [InlineData("customers.TMP")]
    [InlineData("customers.xlsx.crdownload")]
    public async Task A_file_that_a_program_leaves_beside_spreadsheets_is_ignored_with_a_log_line(string name)
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.Blob(name).UploadAsync(BinaryData.FromString("A\n1\n"), Stop);

        Assert.Null(await fixture.Get<IDroppedFiles>().LookAsync(fixture.Blob(name), Stop));

        var line = Assert.Single(fixture.Log.Lines, each => each.Contains("is ignored", StringComparison.Ordinal));
        Assert.DoesNotContain(name, line, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("tmp.csv")]
    [InlineData("a.tmp.csv")]
    [InlineData("~customers.csv")]
    [InlineData("_x.csv")]
    public async Task A_spreadsheet_with_a_similar_name_is_imported(string name)
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.Blob(name).UploadAsync(BinaryData.FromString("A\n1\n"), Stop);

        var request = await fixture.Get<IDroppedFiles>().LookAsync(fixture.Blob(name), Stop);

        Assert.Equal((name, false), (request?.FileName, request?.IsUnfinished));
    }

    [Fact]
    public async Task An_append_blob_is_one_import_however_often_rows_are_appended_and_waits_until_it_is_still()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var files = fixture.Get<IDroppedFiles>();
        var blob = fixture.AppendBlob("log.csv");
        await blob.CreateAsync(new() { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = "ada@example.com" } }, Stop);
        var created = await files.LookAsync(fixture.Blob("log.csv"), Stop);
        await files.AcceptAsync(created!, Stop);
        await AppendAsync("No\n1\n");
        var appended = await files.LookAsync(fixture.Blob("log.csv"), Stop);

        Assert.True((await fixture.Steps.StageAsync(created!.BatchId, Stop)).IsUnsettled);
        await AppendAsync("2\n");
        Assert.True((await fixture.Steps.StageAsync(created.BatchId, Stop)).IsUnsettled);
        var staged = await fixture.Steps.StageAsync(created.BatchId, Stop);

        Assert.Equal((created.BatchId, true, true), (appended!.BatchId, appended.IsUnfinished, created.IsUnfinished));
        Assert.Equal((false, 2), (staged.IsUnsettled, staged.Rows));

        async Task AppendAsync(string text)
        {
            using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
            await blob.AppendBlockAsync(content, cancellationToken: Stop);
        }
    }

    [Theory]
    [InlineData("Owner", "Definition")]
    [InlineData("OWNER", "DEFINITION")]
    public async Task Metadata_names_have_no_case_also_when_the_request_is_read_back(string owner, string definition)
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("numbers", """{ "name": "numbers", "columns": [{ "name": "No", "type": "integer" }] }""");
        var request = await fixture.DropAsync("a.csv", "No\n1\n", (owner, "ada@example.com"), (definition, "numbers"));

        var import = await fixture.RunAsync(request);

        Assert.Equal(("ada@example.com", "numbers"), (import.Owner, import.Definition));
    }
}
