using Azure.Storage.Blobs;
using BatchImport.Definitions;
using BatchImport.LocalHost.Hosting;
using BatchImport.Testing;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.Hosting;

/// <summary>The folders whose definitions a host installs.</summary>
public sealed class DefinitionFoldersTests(AzuriteServer azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLoggerProvider _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_installed_when_it_is_new_and_when_it_changes()
    {
        var store = await StoreAsync();
        _folder.Write("people.json", Text("people", "A"));
        await using var folders = await StartAsync(store);

        Assert.Equal("A", await ColumnAsync(store, "people"));
        _folder.Write("people.json", Text("people", "Changed"));
        await Eventually.HoldsAsync(async () => await ColumnAsync(store, "people") == "Changed", "the changed file is installed");
        _folder.Write("second.json", Text("second", "B"));
        await Eventually.HoldsAsync(async () => await ColumnAsync(store, "second") == "B", "the new file is installed");
        Assert.Contains(_log.Lines, line => line.Contains($"Installed the definition second from {Path.GetFileName(_folder.Path)}/second.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_with_mistakes_is_reported_with_each_and_the_installed_version_stays()
    {
        var store = await StoreAsync();
        _folder.Write("people.json", Text("people", "A"));
        await using var folders = await StartAsync(store);

        _folder.Write("people.json", "{\n  \"name\": \"people\",\n  \"notify\": 1,\n  \"columns\": [ { \"name\": \"A\", \"type\": 2 } ]\n}");
        await Eventually.HoldsAsync(() => _log.Lines.Count(line => line.Contains("is not installed", StringComparison.Ordinal)) == 2, "both mistakes are reported");
        Assert.Contains(_log.Lines, line => line.Contains("people.json is not installed, line 3, column 13: notify is a text in quotes", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains("people.json is not installed, line 4, column 39: type is a text in quotes", StringComparison.Ordinal));
        Assert.Equal("A", await ColumnAsync(store, "people"));

        _folder.Write("people.json", Text("people", "B"));
        await Eventually.HoldsAsync(async () => await ColumnAsync(store, "people") == "B", "the corrected file is installed");
    }

    [Fact]
    public async Task A_file_that_has_not_changed_replaces_nothing_at_the_next_start()
    {
        var store = await StoreAsync();
        _folder.Write("people.json", Text("people", "A"));
        await (await StartAsync(store)).DisposeAsync();
        await store.SaveAsync("people", BinaryData.FromString(Text("people", "FromThePage")).ToMemory(), condition: null, Stop);

        await (await StartAsync(store)).DisposeAsync();
        Assert.Equal("FromThePage", await ColumnAsync(store, "people"));
        await store.DeleteAsync("people", condition: null, Stop);
        await (await StartAsync(store)).DisposeAsync();
        Assert.Null(await ColumnAsync(store, "people"));

        _folder.Write("people.json", Text("people", "B"));
        await (await StartAsync(store)).DisposeAsync();
        Assert.Equal("B", await ColumnAsync(store, "people"));
    }

    [Fact]
    public void A_clone_of_this_repository_has_the_samples_as_well()
    {
        Assert.Equal(["definitions", "samples"], DefinitionFolders.Of(Repository.Root()).Select(Path.GetFileName));
        Assert.Equal(["definitions"], DefinitionFolders.Of(_folder.Path).Select(Path.GetFileName));
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(string name, string column) => $$"""{ "name": "{{name}}", "columns": [ { "name": "{{column}}" } ] }""";

    private static async Task<string?> ColumnAsync(IDefinitionStore store, string name) => (await store.FindAsync(name, Stop))?.Definition?.Columns[0].Name;

    private async Task<DefinitionFolders> StartAsync(IDefinitionStore store)
    {
        var folders = new DefinitionFolders(
            [_folder.Path, Path.Combine(_folder.Path, "missing")], InstalledFiles.Open(Path.Combine(_folder.Path, "installed.state")), store, TimeProvider.System, new LoggerFactory([_log]).CreateLogger<DefinitionFolders>());
        await folders.StartAsync(Stop);
        return folders;
    }

    /// <summary>The store of the product, on a container of this test.</summary>
    private async Task<IDefinitionStore> StoreAsync()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, "definitions-" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync(cancellationToken: Stop);
        return new BlobDefinitionStore(container, new BlobDefinitionCatalog(container, TimeProvider.System, new LoggerFactory([_log]).CreateLogger<BlobDefinitionCatalog>()));
    }
}
