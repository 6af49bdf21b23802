using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Testing;
using BatchImport.Tests.Pipeline;
using CustomTarget;

namespace BatchImport.Tests.Targets;

/// <summary>The example of a custom target, used as its README describes.</summary>
[Trait("Speed", "Slow")]
public sealed class CustomTargetTests(AzuriteServer azurite, RedisServer redis) : IDisposable
{
    private static readonly (string Name, string Value) Owned = ("owner", "ada@example.com");

    private readonly string _root = Directory.CreateTempSubdirectory("batchimport-rows-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Rows_become_files_and_those_it_refuses_are_errors()
    {
        Directory.CreateDirectory(Path.Combine(_root, "people"));
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("people/a.csv", "Person id,Name\n1,Ada\n2/3,Bo\n4,Cy\n", Owned);

        var progress = await fixture.RunAsync(request, times: 2);

        Assert.Equal((2, 1), (progress.Succeeded, progress.Failed));
        Assert.Equal(["1.json", "4.json"], Directory.GetFiles(Path.Combine(_root, "people")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("""{"Person id":"1","Name":"Ada"}""", await File.ReadAllTextAsync(Path.Combine(_root, "people", "1.json"), TestContext.Current.CancellationToken));
        Assert.Equal(["1", "4"], (await fixture.WorkbookAsync(request))["Success"].Skip(1).Select(row => row[^1]));
    }

    [Fact]
    public async Task Without_its_folder_the_import_pauses_and_no_row_is_an_error()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("people/a.csv", "Person id,Name\n1,Ada\n", Owned);
        await fixture.Steps.StageAsync(request.BatchId, TestContext.Current.CancellationToken);

        var outage = await Assert.ThrowsAsync<OutageException>(() => fixture.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 0, 1), TestContext.Current.CancellationToken));

        Assert.StartsWith("target ", outage.Outage.Service, StringComparison.Ordinal);

        Assert.Equal((0, 0), await CountsAsync(fixture, request));
    }

    [Fact]
    public async Task Options_that_lead_elsewhere_reject_the_import()
    {
        await using var fixture = await WorldAsync();
        await fixture.DefineAsync("strangers", """{ "name": "strangers", "columns": [{ "name": "Stranger id", "required": true }], "target": { "type": "folder", "options": { "folder": "../people" } } }""");

        var progress = await fixture.RunAsync(await fixture.DropAsync("strangers/a.csv", "Stranger id\n1\n", Owned));

        Assert.Equal((ImportState.Rejected, "invalid-folder"), (progress.State, progress.ProblemCode));
    }

    private static async Task<(int Succeeded, int Failed)> CountsAsync(ImportFixture fixture, ImportRequest request)
    {
        var progress = await fixture.Steps.FindAsync(request.BatchId, TestContext.Current.CancellationToken);
        return (progress!.Succeeded, progress.Failed);
    }

    private async Task<ImportFixture> WorldAsync()
    {
        var fixture = await ImportFixture.CreateAsync(azurite, redis, services => services.AddFolderTarget(_root));
        await fixture.DefineAsync("people", await File.ReadAllTextAsync(Repository.PathOf("samples", "CustomTarget", "people.json"), TestContext.Current.CancellationToken));
        return fixture;
    }
}
