using BatchImport.Definitions;
using BatchImport.Targets;
using BatchImport.Testing;
using Microsoft.Data.SqlClient;

namespace BatchImport.Tests.Targets.Sql;

/// <summary>
/// Rows into a real SQL Server: the one that the environment variable BATCHIMPORT_SQLSERVER names, with the right to create databases. Not run without it.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class SqlServerTargetTests(RedisServer redis) : IAsyncLifetime
{
    private const string Server = "BATCHIMPORT_SQLSERVER";

    private static readonly string[] Tables =
    [
        "CREATE SCHEMA crm",
        "CREATE TABLE crm.countries (code char(2) PRIMARY KEY); INSERT INTO crm.countries VALUES ('FR')",
        """
        CREATE TABLE crm.people (
            number int IDENTITY, id int PRIMARY KEY, name nvarchar(20) NOT NULL, mail varchar(30) NULL, country char(2) REFERENCES crm.countries (code),
            amount decimal(8, 2) CONSTRAINT amount_is_positive CHECK (amount > 0), born date, CONSTRAINT one_mail UNIQUE (mail, id)
        )
        """,
        "CREATE TABLE crm.notes (note_id bigint IDENTITY PRIMARY KEY, text nvarchar(max))",
    ];

    private readonly string _database = "batchimport_" + Guid.NewGuid().ToString("N");
    private string _connection = "";
    private SqlTargetFixture _fixture = null!;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Server) is not { Length: > 0 } server)
        {
            return;
        }

        await ExecuteAsync(server, $"CREATE DATABASE {_database}");
        _connection = new SqlConnectionStringBuilder(server) { InitialCatalog = _database }.ConnectionString;
        foreach (var table in Tables)
        {
            await ExecuteAsync(_connection, table);
        }

        _fixture = SqlTargetFixture.Create(_connection, redis);
        await _fixture.Tools.CreateLedgerAsync("crm", TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.Length > 0)
        {
            await _fixture.DisposeAsync();
            SqlConnection.ClearAllPools();
            await ExecuteAsync(Environment.GetEnvironmentVariable(Server)!, $"ALTER DATABASE {_database} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE {_database}");
        }
    }

    [Fact]
    public async Task Upsert_writes_rows_once_and_returns_the_same_reference_again()
    {
        SkipWithoutServer();
        await ExecuteAsync(_connection, "INSERT INTO crm.people (id, name) VALUES (1, 'Old')");
        var route = await OpenAsync(""" "table": "crm.people", "key": ["Id"], "reference": "number" """, """{ "name": "Id" }, { "name": "Name" }""", "Id", "Name");

        var first = await _fixture.SendAsync(route, "a", (2, [1, "Ada"]), (3, [2, "Grace"]));
        await ExecuteAsync(_connection, "UPDATE crm.people SET name = 'Changed since' WHERE id = 1");
        var second = await _fixture.SendAsync(route, "a", (3, [2, "Grace"]), (2, [1, "Ada"]), (4, [3, "Zoë"]));

        Assert.Equal(["1", "2"], first.Select(receipt => receipt.Reference));
        Assert.Equal(["2", "1", "3"], second.Select(receipt => receipt.Reference));
        Assert.Equal(["1|Changed since", "2|Grace", "3|Zoë"], await QueryAsync("SELECT CONCAT(id, '|', name) FROM crm.people ORDER BY id"));
    }

    [Fact]
    public async Task Insert_returns_the_generated_key_of_each_row()
    {
        SkipWithoutServer();
        var route = await OpenAsync(""" "table": "crm.notes", "reference": "note_id" """, """{ "name": "Text" }""", "Text");

        var receipts = await _fixture.SendAsync(route, "a", [.. Enumerable.Range(1, 100).Select(i => (i, new object?[] { $"note {i}" }))]);

        Assert.Equal(await QueryAsync("SELECT CONCAT(note_id, '|', text) FROM crm.notes ORDER BY LEN(text), text"), receipts.Select((receipt, i) => $"{receipt.Reference}|note {i + 1}"));
    }

    [Fact]
    public async Task Only_wrong_rows_become_errors()
    {
        SkipWithoutServer();
        var route = await OpenAsync(
            """ "table": "crm.people", "key": ["Id"] """, """{ "name": "Id" }, { "name": "Name" }, { "name": "Mail" }, { "name": "Country" }, { "name": "Amount" }, { "name": "Born" }""", "Id", "Name", "Mail", "Country", "Amount", "Born");

        var receipts = await _fixture.SendAsync(
            route, "a",
            (2, [1, "Ada", "ada@example.com", "FR", 1.5, new DateTime(1815, 12, 10, 0, 0, 0, DateTimeKind.Unspecified).AddYears(100)]),
            (3, [2, "Grace", null, "XX", null, null]),
            (4, [3, "Edsger", null, null, -1, null]),
            (5, [4, "Barbara", "日本", null, null, null]),
            (6, [5, "Alan", null, null, 1.239, null]),
            (7, [6, "Ken", null, null, null, null]));

        Assert.Equal([0, 1, 1, 1, 1, 0], receipts.Select(receipt => receipt.Errors.Count));
        Assert.Equal(["1", "6"], await QueryAsync("SELECT CONVERT(varchar, id) FROM crm.people ORDER BY id"));
        Assert.Equal(["2", "7"], await QueryAsync("SELECT CONVERT(varchar, row_number) FROM batchimport_ledger ORDER BY row_number"));
    }

    [Fact]
    public async Task Update_refuses_a_row_that_the_table_does_not_have()
    {
        SkipWithoutServer();
        await ExecuteAsync(_connection, "INSERT INTO crm.people (id, name) VALUES (1, 'Old')");
        var route = await OpenAsync(""" "table": "crm.people", "key": ["Id"], "mode": "update" """, """{ "name": "Id" }, { "name": "Name" }""", "Id", "Name");

        var receipts = await _fixture.SendAsync(route, "a", (2, [1, "Ada"]), (3, [2, "Grace"]));

        Assert.Equal([0, 1], receipts.Select(receipt => receipt.Errors.Count));
        Assert.Equal(["Ada"], await QueryAsync("SELECT name FROM crm.people"));
    }

    [Fact]
    public async Task Two_deliveries_at_once_write_each_row_once()
    {
        SkipWithoutServer();
        var route = await OpenAsync(""" "table": "crm.notes", "attempts": 10 """, """{ "name": "Text" }""", "Text");
        (int, object?[])[] rows = [.. Enumerable.Range(1, 250).Select(i => (i, new object?[] { "x" }))];

        var receipts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _fixture.SendAsync(route, "a", rows)));

        Assert.All(receipts.SelectMany(each => each), receipt => Assert.Empty(receipt.Errors));
        Assert.Equal(["250"], await QueryAsync("SELECT CONVERT(varchar, COUNT(*)) FROM crm.notes"));
    }

    private static void SkipWithoutServer() =>
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Server)), $"Not run: {Server} does not name a SQL Server, as the connection string of a user who may create databases.");

    private static async Task ExecuteAsync(string connection, string statement)
    {
        await using var open = new SqlConnection(connection);
        await open.OpenAsync();
        await using var command = new SqlCommand(statement, open);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string[]> QueryAsync(string query)
    {
        await using var open = new SqlConnection(_connection);
        await open.OpenAsync();
        await using var command = new SqlCommand(query, open);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows];
    }

    private Task<RowRoute> OpenAsync(string target, string columns, params string[] header)
    {
        var definition = SqlTargetFixture.Definition(target, columns);
        return _fixture.OpenAsync(definition with { Target = definition.Target with { Sql = definition.Target.Sql! with { Provider = SqlProvider.SqlServer } } }, header);
    }
}
