using Azure.Data.Tables;
using BatchImport.Common;
using BatchImport.Spreadsheets;
using BatchImport.Targets.Table;
using BatchImport.Testing;

namespace BatchImport.Tests.Targets.Table;

[Trait("Speed", "Slow")]
public sealed class TableTargetTests(AzuriteServer azurite, RedisServer redis) : IAsyncLifetime
{
    private readonly string _table = "T" + Guid.NewGuid().ToString("N");
    private TableClient _client = null!;
    private TargetFixture _fixture = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Target => $$"""{ "type": "table", "table": "{{_table}}", "partitionKey": "{Country}", "rowKey": "c-{Id}", "firstWaitSeconds": 0.01 }""";

    public async ValueTask InitializeAsync()
    {
        _client = new TableServiceClient(azurite.ConnectionString).GetTableClient(_table);
        await _client.CreateAsync(Stop);
        _fixture = new TargetFixture(redis, ("Targets:Table:ConnectionString", azurite.ConnectionString));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_row_is_an_entity_with_typed_properties_under_its_keys()
    {
        var result = await SendAsync("1", ("Full name", Cell.FromText("Ada")), ("Amount", Cell.FromNumber(1.5)), ("Since", Cell.FromDate(45_292.5)), ("Active", Cell.FromBoolean(true)), ("Phone", Cell.Empty));

        Assert.Equal("France/c-1", result.Reference);
        TableEntity entity = await _client.GetEntityAsync<TableEntity>("France", "c-1", cancellationToken: Stop);
        Assert.Equal(("Ada", 1.5, new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero), true), (entity.GetString("Full_name"), entity.GetDouble("Amount"), entity.GetDateTimeOffset("Since"), entity.GetBoolean("Active")));
        Assert.False(entity.ContainsKey("Phone"));
    }

    [Fact]
    public async Task A_row_sent_twice_is_there_once_as_it_was_sent_last()
    {
        await SendAsync("1", ("Name", Cell.FromText("Ada")), ("Old", Cell.FromText("x")));
        await SendAsync("1", ("Name", Cell.FromText("Grace")));

        var entity = Assert.Single(await _client.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop));
        Assert.Equal(("Grace", false), (entity.GetString("Name"), entity.ContainsKey("Old")));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public async Task A_key_that_the_service_does_not_take_is_the_rows_error(string id)
    {
        var error = Error(await SendAsync(id));

        Assert.Contains(id.Length == 0 ? "\"Id\" is empty" : "cannot be a table's row key", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_each_rows_error()
    {
        await _client.DeleteAsync(Stop);

        Assert.Equal("the table service answered 404 (TableNotFound)", Error(await SendAsync("1")));
    }

    [Fact]
    public async Task Without_an_account_the_import_is_rejected()
    {
        await using var fixture = new TargetFixture(redis);

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => fixture.SendAsync(Target, ("Id", Cell.FromText("1")), ("Country", Cell.FromText("France"))));

        Assert.Equal("missing-setting", rejected.Code);
    }

    [Fact]
    public void Property_names_are_letters_digits_and_underscores_and_never_twice_the_same() =>
        Assert.Equal(
            ["Full_name", "Full_name_2", "_2nd", "Größe", "RowKey_2", "Column"],
            PropertyNames.From(["Full name", "Full (name)", "2nd", "Größe", "RowKey", "%"]));

    private Task<RowResult> SendAsync(string id, params (string Column, Cell Value)[] more) =>
        _fixture.SendAsync(Target, [("Id", Cell.FromText(id)), ("Country", Cell.FromText("France")), .. more]);

    private static string Error(RowResult result) => Assert.Single(result.Errors).Message;
}
