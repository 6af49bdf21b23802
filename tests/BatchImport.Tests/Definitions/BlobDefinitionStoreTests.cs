using System.Text;
using Azure.Storage.Blobs;
using BatchImport.Definitions;
using BatchImport.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchImport.Tests.Definitions;

/// <summary>The stored definitions in a real storage emulator; each test has a separate container.</summary>
[Trait("Speed", "Slow")]
public sealed class BlobDefinitionStoreTests(AzuriteServer azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_definition_is_stored_as_it_is_and_used_by_the_next_import()
    {
        var (store, catalog) = await CreateAsync();
        Assert.Null(await catalog.FindAsync("people", Stop));
        var text = Text("people", "Id", "  // A comment.\n");

        var saved = await store.SaveAsync("people", text, condition: null, Stop);
        var found = await store.FindAsync("people", Stop);

        Assert.Equal(DefinitionOutcome.Created, saved.Outcome);
        Assert.Equal(text.ToArray(), found!.Json.ToArray());
        Assert.Equal((saved.Stored!.ETag, "Id"), (found.ETag, found.Definition!.Columns[0].Name));
        Assert.Equal("Id", (await catalog.FindAsync("people", Stop))!.Columns[0].Name);

        Assert.Equal(DefinitionOutcome.Replaced, (await store.SaveAsync("people", Text("people", "Number"), condition: null, Stop)).Outcome);
        Assert.Equal("Number", (await catalog.FindAsync("people", Stop))!.Columns[0].Name);
        Assert.Equal("Number", Assert.Single(await catalog.AllAsync(Stop)).Columns[0].Name);
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_changes_nothing()
    {
        var (store, _) = await CreateAsync();
        Assert.Equal(DefinitionOutcome.ConditionFailed, (await store.SaveAsync("people", Text("people", "A"), DefinitionCondition.Exists, Stop)).Outcome);
        var first = (await store.SaveAsync("people", Text("people", "A"), DefinitionCondition.IsNew, Stop)).Stored!;
        Assert.Equal(DefinitionOutcome.ConditionFailed, (await store.SaveAsync("people", Text("people", "B"), DefinitionCondition.IsNew, Stop)).Outcome);
        Assert.Equal(DefinitionOutcome.Replaced, (await store.SaveAsync("people", Text("people", "B"), new DefinitionCondition(first.ETag), Stop)).Outcome);

        Assert.Equal(DefinitionOutcome.ConditionFailed, (await store.SaveAsync("people", Text("people", "C"), new DefinitionCondition(first.ETag), Stop)).Outcome);
        Assert.Equal(DefinitionOutcome.ConditionFailed, await store.DeleteAsync("people", new DefinitionCondition(first.ETag), Stop));
        var kept = (await store.FindAsync("people", Stop))!;
        Assert.Equal("B", kept.Definition!.Columns[0].Name);
        Assert.Equal(DefinitionOutcome.Deleted, await store.DeleteAsync("people", new DefinitionCondition(kept.ETag), Stop));
        Assert.Equal(DefinitionOutcome.NotFound, await store.DeleteAsync("people", condition: null, Stop));
    }

    [Fact]
    public async Task Every_mistake_is_reported_with_its_place_and_nothing_is_stored()
    {
        var (store, _) = await CreateAsync();
        const string Json = "{\n  \"name\": \"people\",\n  \"columns\": [\n    { \"name\": \"Ä\", \"tipe\": \"date\" },\n    { \"name\": \"B\", \"type\": \"date\", \"minLength\": 3 }\n  ]\n}";

        var saved = await store.SaveAsync("people", Encoding.UTF8.GetBytes(Json), condition: null, Stop);

        Assert.Equal(DefinitionOutcome.Invalid, saved.Outcome);
        Assert.Equal([(4, 20), (5, 49)], saved.Mistakes.Select(mistake => (mistake.Line, mistake.Column)));
        Assert.StartsWith("a column has no property \"tipe\"", saved.Mistakes[0].Message, StringComparison.Ordinal);
        Assert.Null(await store.FindAsync("people", Stop));
    }

    [Theory]
    [InlineData("others", "they must be the same")]
    [InlineData("open", "the one of imports without a definition")]
    public async Task A_name_that_does_not_fit_is_refused(string name, string message)
    {
        var (store, _) = await CreateAsync();

        var saved = await store.SaveAsync(name, Text(name == "open" ? name : "people", "A"), condition: null, Stop);

        Assert.Contains(message, Assert.Single(saved.Mistakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_those_with_mistakes_too()
    {
        var (store, _, container) = await CreateWithContainerAsync();
        await store.SaveAsync("good", Text("good", "A"), condition: null, Stop);
        await container.UploadBlobAsync("bad.json", BinaryData.FromString("{ \"name\": \"bad\" "), Stop);
        await container.UploadBlobAsync("readme.txt", BinaryData.FromString("text"), Stop);

        var found = await store.ListAsync(Stop);

        Assert.Equal(["bad", "good"], found.Select(each => each.Name));
        Assert.Null(found[0].Definition);
        Assert.Contains("it is not JSON", Assert.Single(found[0].Mistakes).Message, StringComparison.Ordinal);
        Assert.Empty(found[1].Mistakes);
    }

    private static ReadOnlyMemory<byte> Text(string name, string column, string comment = "") =>
        Encoding.UTF8.GetBytes($$"""{{{comment}} "name": "{{name}}", "columns": [ { "name": "{{column}}" } ] }""");

    private async Task<(IDefinitionStore Store, IDefinitionCatalog Catalog)> CreateAsync()
    {
        var (store, catalog, _) = await CreateWithContainerAsync();
        return (store, catalog);
    }

    private async Task<(IDefinitionStore Store, IDefinitionCatalog Catalog, BlobContainerClient Container)> CreateWithContainerAsync()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, "definitions-" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync(cancellationToken: Stop);
        var catalog = new BlobDefinitionCatalog(container, TimeProvider.System, NullLogger<BlobDefinitionCatalog>.Instance);
        return (new BlobDefinitionStore(container, catalog), catalog, container);
    }
}
