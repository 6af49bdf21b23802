using Azure;
using Azure.Storage.Blobs;
using BatchImport.Definitions;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.Tests.Definitions;

/// <summary>The catalogue against a real storage emulator; each test has a separate container.</summary>
[Trait("Speed", "Slow")]
public sealed class BlobDefinitionCatalogTests(AzuriteServer azurite)
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLoggerProvider _log = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_container_there_are_no_definitions()
    {
        var catalog = Catalog(new BlobContainerClient(azurite.ConnectionString, "missing"));

        Assert.Null(await catalog.FindAsync("customers", _cancellation));
        Assert.Empty(await catalog.AllAsync(_cancellation));
    }

    [Fact]
    public async Task A_definition_is_found_by_its_name()
    {
        var container = await ContainerAsync();
        await PutAsync(container, "customers", Json("customers", "Id"));
        var catalog = Catalog(container);

        Assert.Equal("Id", (await catalog.FindAsync("customers", _cancellation))!.Columns[0].Name);
        Assert.Null(await catalog.FindAsync("prices", _cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Customers")]
    [InlineData("../customers")]
    [InlineData("a b")]
    public async Task A_name_that_no_definition_can_have_is_not_asked_for(string name)
    {
        // No server listens there: a request would fail.
        var catalog = Catalog(new BlobContainerClient(AzuriteService.ConnectionStringFor(1, 1), "definitions"));

        Assert.Null(await catalog.FindAsync(name, _cancellation));
    }

    [Fact]
    public async Task All_definitions_come_by_name_and_what_is_no_definition_is_left_out()
    {
        var container = await ContainerAsync();
        await PutAsync(container, "b", Json("b", "B"));
        await PutAsync(container, "a", Json("a", "A"));
        await PutAsync(container, "Not A Name", Json("x", "X"));
        await container.UploadBlobAsync("readme.txt", BinaryData.FromString("text"), _cancellation);

        Assert.Equal(["a", "b"], (await Catalog(container).AllAsync(_cancellation)).Select(definition => definition.Name));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_definition_that_is_not_valid_is_named_in_the_log_and_refused_when_it_is_asked_for()
    {
        var container = await ContainerAsync();
        await PutAsync(container, "good", Json("good", "A"));
        await PutAsync(container, "bad", "{\n \"nam\": \"bad\" }");
        await PutAsync(container, "other", Json("another", "A"));
        await PutAsync(container, "big", new string(' ', (1 << 20) + 1));
        var catalog = Catalog(container);

        Assert.Equal(["good"], (await catalog.AllAsync(_cancellation)).Select(definition => definition.Name));
        Assert.Equal(3, _log.Lines.Count);
        Assert.Contains(_log.Lines, line => line.Contains("Warning: Definition bad is left out: it is not valid, line 2: a definition has no property \"nam\"", StringComparison.Ordinal));

        var bad = await Assert.ThrowsAsync<DefinitionException>(() => catalog.FindAsync("bad", _cancellation));
        Assert.Equal(("invalid-definition", 2), (bad.Code, bad.Line));
        Assert.Contains($"{container.Name}/bad.json", bad.Message, StringComparison.Ordinal);
        var other = await Assert.ThrowsAsync<DefinitionException>(() => catalog.FindAsync("other", _cancellation));
        Assert.Contains("they must be the same", other.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DefinitionException>(() => catalog.FindAsync("big", _cancellation));
    }

    [Fact]
    public async Task A_change_is_in_force_after_ten_seconds_and_not_asked_for_before()
    {
        var container = await ContainerAsync();
        await PutAsync(container, "d", Json("d", "Old"));
        var catalog = Catalog(container);
        Assert.Equal(("Old", "Old"), await SeenAsync(catalog));

        await PutAsync(container, "d", Json("d", "New"));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(("Old", "Old"), await SeenAsync(catalog));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("New", "New"), await SeenAsync(catalog));

        await container.DeleteBlobAsync("d.json", cancellationToken: _cancellation);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((null, null), await SeenAsync(catalog));
    }

    [Fact]
    public async Task What_is_unchanged_is_not_read_again()
    {
        var container = await ContainerAsync();
        await PutAsync(container, "d", Json("d", "A"));
        var catalog = Catalog(container);
        var first = await catalog.FindAsync("d", _cancellation);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Same(first, await catalog.FindAsync("d", _cancellation));
        Assert.Same(first, Assert.Single(await catalog.AllAsync(_cancellation)));
    }

    [Fact]
    public async Task A_fault_of_the_storage_is_no_missing_definition()
    {
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = 0;
        var catalog = Catalog(new BlobContainerClient(AzuriteService.ConnectionStringFor(1, 1), "definitions", options));

        await Assert.ThrowsAsync<RequestFailedException>(() => catalog.FindAsync("d", _cancellation));
        await Assert.ThrowsAsync<RequestFailedException>(() => catalog.AllAsync(_cancellation));
    }

    private static string Json(string name, string column) => $$"""{ "name": "{{name}}", "columns": [ { "name": "{{column}}" } ] }""";

    private static Task PutAsync(BlobContainerClient container, string name, string json) =>
        container.GetBlobClient(name + ".json").UploadAsync(BinaryData.FromString(json), overwrite: true, TestContext.Current.CancellationToken);

    private async Task<(string? Found, string? Listed)> SeenAsync(BlobDefinitionCatalog catalog) =>
        ((await catalog.FindAsync("d", _cancellation))?.Columns[0].Name, (await catalog.AllAsync(_cancellation)).SingleOrDefault()?.Columns[0].Name);

    private BlobDefinitionCatalog Catalog(BlobContainerClient container) => new(container, _time, new LoggerFactory([_log]).CreateLogger<BlobDefinitionCatalog>());

    private async Task<BlobContainerClient> ContainerAsync()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, "definitions-" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync(cancellationToken: _cancellation);
        return container;
    }
}
