using Azure.Storage.Blobs;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Testing;

namespace BatchImport.Tests.Pipeline;

/// <summary>Imports whose columns take the values of lists in the storage account and in a real PostgreSQL.</summary>
[Trait("Speed", "Slow")]
public sealed class ReferenceListImportTests(AzuriteServer azurite, RedisServer redis, PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_that_is_not_in_the_list_is_the_rows_error_with_the_nearest_value()
    {
        var list = await PutListAsync("code;name\nFR;France\nCH;Switzerland\nAT;Österreich\n");
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await DefineAsync(fixture, $$"""{ "list": "{{list}}", "column": "name" }""");
        var request = await fixture.DropAsync("people.csv", "Id,Country\n1,France\n2,switzerland\n3,Switzerlnd\n4,Spain\n5,Österreich\n", ("owner", "ada@example.com"), ("definition", "people"));

        var import = await fixture.RunAsync(request, times: 2);

        Assert.Equal((ImportState.Completed, 3, 2), (import.State, import.Succeeded, import.Failed));
        var errors = (await fixture.WorkbookAsync(request))["Errors"].Skip(1).Select(row => string.Join('|', row)).ToArray();
        Assert.Contains($"\"Switzerlnd\" is not in the list {list}; did you mean \"Switzerland\"?", errors[0], StringComparison.Ordinal);
        Assert.Contains($"\"Spain\" is not in the list {list}", errors[1], StringComparison.Ordinal);
        Assert.DoesNotContain("did you mean", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_values_can_be_those_of_a_database_table()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(connection, "CREATE SCHEMA crm; CREATE TABLE crm.countries (code integer, name text); INSERT INTO crm.countries VALUES (33, 'France'), (41, 'Switzerland'), (NULL, NULL)");
        await using var fixture = await CreateAsync(("Targets:Sql:crm", connection));
        await DefineAsync(fixture, """{ "connection": "crm", "table": "crm.countries", "column": "code" }""", type: "integer");
        var request = await fixture.DropAsync("people.csv", "Id,Country\n1,33\n2,41\n3,49\n", ("owner", "ada@example.com"), ("definition", "people"));

        var import = await fixture.RunAsync(request);

        Assert.Equal((2, 1), (import.Succeeded, import.Failed));
        Assert.Contains("\"49\" is not in the column code of crm.countries", string.Join('|', (await fixture.WorkbookAsync(request))["Errors"][1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "list": "no-such-list" }""", "unknown-list", "the list no-such-list, which does not exist (lists: ")]
    [InlineData("""{ "list": "$list", "column": "town" }""", "unknown-list-column", "no such column (columns: code, name)")]
    [InlineData("""{ "list": "$empty" }""", "empty-list", "which has no values")]
    [InlineData("""{ "list": "$long" }""", "list-too-long", "which has more than 5")]
    [InlineData("""{ "list": "$broken" }""", "invalid-list", "cannot be read")]
    [InlineData("""{ "connection": "erp", "table": "t", "column": "c" }""", "unknown-connection", "There is no database connection erp")]
    [InlineData("""{ "connection": "crm", "table": "towns", "column": "c" }""", "unknown-list-table", "has no table \"towns\", or may not see it (tables: countries)")]
    [InlineData("""{ "connection": "crm", "table": "countries", "column": "town" }""", "unknown-list-column", "has no column \"town\", or may not see it (columns: code, name)")]
    public async Task What_does_not_exist_or_cannot_be_used_rejects_the_import_with_the_choices(string source, string code, string message)
    {
        var connection = await postgres.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(connection, "CREATE TABLE countries (code text, name text)");
        await using var fixture = await CreateAsync(("Targets:Sql:crm", connection), ("Import:MaxListValues", "5"));
        foreach (var (name, text) in new[] { ("$list", "code,name\nFR,France\n"), ("$empty", "code\n"), ("$long", "code\n1\n2\n3\n4\n5\n6\n"), ("$broken", "{\\rtf1 no list}") })
        {
            source = source.Contains(name, StringComparison.Ordinal) ? source.Replace(name, await PutListAsync(text), StringComparison.Ordinal) : source;
        }

        await PutListAsync("code\nFR\n");
        await DefineAsync(fixture, source);
        var request = await fixture.DropAsync("people.csv", "Id,Country\n1,France\n", ("owner", "ada@example.com"), ("definition", "people"));

        var import = await fixture.RunAsync(request);

        Assert.Equal((ImportState.Rejected, code), (import.State, import.ProblemCode));
        Assert.Contains(message, import.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_read_once_for_the_slices_of_an_import()
    {
        var list = await PutListAsync("name\nFrance\n");
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await DefineAsync(fixture, $$"""{ "list": "{{list}}" }""");
        var request = await fixture.DropAsync("people.csv", "Id,Country\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"{i},France\n")), ("owner", "ada@example.com"), ("definition", "people"));
        var staged = await fixture.Steps.StageAsync(request.BatchId, Stop);
        await fixture.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 0, 10), Stop);

        // What is read again would not be there.
        await Lists.DeleteBlobAsync(list + ".csv", cancellationToken: Stop);
        await fixture.ProcessAsync(request, staged);
        await fixture.Steps.ComposeAsync(request.BatchId, Stop);

        Assert.Equal(40, (await fixture.EndAsync(request)).Succeeded);
    }

    private BlobContainerClient Lists => new(azurite.ConnectionString, StorageContainers.ListsName);

    private static Task DefineAsync(ImportFixture fixture, string source, string type = "text") => fixture.DefineAsync("people", $$"""
        { "name": "people", "columns": [ { "name": "Id", "type": "integer" }, { "name": "Country", "type": "{{type}}", "allowedIn": {{source}} } ] }
        """);

    private async Task<string> PutListAsync(string text)
    {
        var name = "list-" + Guid.NewGuid().ToString("N");
        await Lists.CreateIfNotExistsAsync(cancellationToken: Stop);
        await Lists.UploadBlobAsync(name + ".csv", BinaryData.FromString(text), Stop);
        return name;
    }

    private Task<ImportFixture> CreateAsync(params (string Name, string? Value)[] settings) =>
        ImportFixture.CreateAsync(azurite, redis, settings: settings.ToDictionary(each => each.Name, each => each.Value, StringComparer.OrdinalIgnoreCase));
}
