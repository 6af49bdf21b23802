using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Targets;
using BatchImport.Targets.Sql;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;

namespace BatchImport.Tests.Targets.Sql;

/// <summary>A definition that does not fit its table is refused before any row is written, and by the command that checks it.</summary>
[Trait("Speed", "Slow")]
public sealed class SqlRejectionTests(PostgresServer postgres, RedisServer redis) : IAsyncLifetime
{
    private const string Tables =
        """
        CREATE TABLE people (id integer PRIMARY KEY, name text NOT NULL, born date, made integer GENERATED ALWAYS AS (id + 1) STORED, "E-Mail" text);
        CREATE TABLE strict (id integer, name text, code text NOT NULL);
        CREATE TABLE filled (id integer, name text, code text NOT NULL);
        CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.code := 'x'; RETURN NEW; END $$;
        CREATE TRIGGER fill BEFORE INSERT ON filled FOR EACH ROW EXECUTE FUNCTION fill();
        """;

    private SqlTargetFixture _fixture = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await SqlTargetFixture.CreateAsync(postgres, redis, Tables);

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(""" "table": "persons", "key": ["Id"] """, "the database has no table persons, or the connection may not see it (tables: batchimport_ledger, filled, people, strict)")]
    [InlineData(""" "table": "crm.people", "key": ["Id"] """, "the database has no table crm.people, or the connection may not see it (it sees none there)")]
    [InlineData(""" "table": "people", "key": ["Id"], "columns": { "id": "Id", "nam": "Name" } """, "the table has no column \"nam\" (its columns: id, name, born, made, E-Mail)")]
    [InlineData(""" "table": "people", "key": ["Id"], "columns": { "id": "Id", "name": "Name", "made": "Name" } """, "only the database sets the column \"made\"; leave it out of columns")]
    [InlineData(""" "table": "people", "key": ["Id"], "columns": { "id": "Id", "born": "Name", "name": "Number" } """, "the file's column \"Number\" holds values of the type integer", false)]
    [InlineData(""" "table": "people", "key": ["Name"] """, "the table has no unique index of exactly the key (name)")]
    [InlineData(""" "table": "people", "key": ["Id"], "reference": "token" """, "the table has no column \"token\", which reference names")]
    [InlineData(""" "table": "strict" """, "the table requires a value in \"code\", which no column of the file provides")]
    [InlineData(""" "table": "people", "key": ["Id"], "columns": { "id": "Id", "name": "Name", "born": "Flag" } """, "the file's column \"Flag\" holds values of the type boolean, which do not fit the column \"born\" of the type date")]
    public async Task What_does_not_fit_is_named_with_the_choices(string target, string problem, bool isProblem = true)
    {
        var definition = SqlTargetFixture.Definition(target, """{ "name": "Id" }, { "name": "Name" }""" + (target.Contains("Flag", StringComparison.Ordinal) ? """, { "name": "Flag", "type": "boolean" }""" : "") + (target.Contains("Number", StringComparison.Ordinal) ? """, { "name": "Number", "type": "integer" }""" : ""));
        string[] header = [.. definition.Columns.Select(column => column.Name)];

        var found = await _fixture.Tools.CheckAsync(definition, Stop);

        if (!isProblem)
        {
            Assert.Empty(found);
            return;
        }

        Assert.Contains(found, each => each.Contains(problem, StringComparison.Ordinal));
        var rejected = await Assert.ThrowsAsync<RejectedException>(() => _fixture.OpenAsync(definition, header));
        Assert.Equal("target-mismatch", rejected.Code);
        Assert.Contains(problem, rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_fits_has_no_problems_also_where_a_trigger_sets_a_column()
    {
        Assert.Empty(await _fixture.Tools.CheckAsync(SqlTargetFixture.Definition(""" "table": "filled" """), Stop));
        Assert.Empty(await _fixture.Tools.CheckAsync(SqlTargetFixture.Definition(""" "table": "people", "key": ["Id"] """, """{ "name": "ID" }, { "name": "Name" }, { "name": "e mail" }"""), Stop));
    }

    [Fact]
    public async Task A_database_without_the_ledger_is_refused_with_the_command_that_creates_it()
    {
        await _fixture.ExecuteAsync("DROP TABLE batchimport_ledger");

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => _fixture.OpenAsync(SqlTargetFixture.Definition(""" "table": "people", "key": ["Id"] """), "Id", "Name"));

        Assert.Contains("\"targets init crm\" creates it", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_not_set_is_refused_with_those_that_are()
    {
        var definition = DefinitionReader.Read("""{ "name": "a", "columns": [{ "name": "Id" }], "target": { "type": "sql", "provider": "postgres", "connection": "erp", "table": "people" } }"""u8.ToArray(), "a.json");

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => _fixture.OpenAsync(definition, "Id"));

        Assert.Equal("unknown-connection", rejected.Code);
        Assert.Contains("the setting Targets:Sql:erp is not set (valid names: crm)", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_file_does_not_have_is_refused()
    {
        var rejected = await Assert.ThrowsAsync<RejectedException>(() => _fixture.OpenAsync(SqlTargetFixture.Definition(""" "table": "people", "key": ["Id"] """), "Name"));

        Assert.Equal("missing-key-column", rejected.Code);
    }

    [Theory]
    [InlineData("Server=db.example.com;Database=crm", "wrong-provider", "one of sqlserver")]
    [InlineData("Database=crm;Password=secret", "invalid-connection", "it must name the server")]
    [InlineData("Host=db.example.com;Secret Thing=secret", "invalid-connection", "is not a valid connection string")]
    [InlineData("Host=db.example.com;Port=secret", "invalid-connection", "is not a valid connection string")]
    [InlineData("not a connection string: secret", "invalid-connection", "is not a connection string")]
    public async Task A_connection_string_that_cannot_be_used_is_refused_without_showing_it(string connection, string code, string message)
    {
        await using var tools = new SqlTargetTools(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Targets:Sql:crm", (string?)connection)]).Build());

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => tools.CheckAsync(SqlTargetFixture.Definition(""" "table": "people", "key": ["Id"] """), Stop));

        Assert.Equal(code, rejected.Code);
        Assert.Contains(message, rejected.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_a_user_it_does_not_know_are_outages()
    {
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(_fixture.Connection);
        Assert.Equal("the user is not accepted (28000)", (await UnavailableAsync(new Npgsql.NpgsqlConnectionStringBuilder(_fixture.Connection) { Username = "stranger" })).Detail);
        Assert.Equal("the database is missing (3D000)", (await UnavailableAsync(new Npgsql.NpgsqlConnectionStringBuilder(_fixture.Connection) { Database = "gone" })).Detail);
        builder.Port = 1;
        var unavailable = await UnavailableAsync(builder);
        Assert.Equal(("target crm", "ConnectionRefused"), (unavailable.Service, unavailable.Detail));
    }

    [Fact]
    public async Task The_script_can_be_printed_and_run_again()
    {
        await _fixture.ExecuteAsync("DROP TABLE batchimport_ledger");
        await _fixture.ExecuteAsync(_fixture.Tools.ScriptOf("crm"));
        await _fixture.ExecuteAsync(_fixture.Tools.ScriptOf("crm"));

        Assert.False(await _fixture.Tools.CreateLedgerAsync("crm", Stop));
    }

    private static async Task<TargetUnavailableException> UnavailableAsync(Npgsql.NpgsqlConnectionStringBuilder connection)
    {
        await using var tools = new SqlTargetTools(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Targets:Sql:crm", (string?)connection.ConnectionString)]).Build());
        return await Assert.ThrowsAsync<TargetUnavailableException>(() => tools.CheckAsync(SqlTargetFixture.Definition(""" "table": "people", "key": ["Id"] """), Stop));
    }
}
