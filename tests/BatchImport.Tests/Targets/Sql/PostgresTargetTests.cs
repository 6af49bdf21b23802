using BatchImport.Common;
using BatchImport.Targets;
using BatchImport.Testing;

namespace BatchImport.Tests.Targets.Sql;

[Trait("Speed", "Slow")]
public sealed class PostgresTargetTests(PostgresServer postgres, RedisServer redis) : IAsyncLifetime
{
    private const string Tables =
        """
        CREATE SCHEMA crm;
        CREATE TABLE crm.people (
            id integer PRIMARY KEY,
            name text NOT NULL,
            e_mail varchar(20) UNIQUE,
            country char(2) REFERENCES crm.countries_placeholder (code),
            amount numeric(8, 2) CONSTRAINT amount_is_positive CHECK (amount > 0),
            token uuid NOT NULL DEFAULT gen_random_uuid()
        );
        CREATE TABLE crm.notes (note_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Text" text);
        """;

    private const string Upsert = """ "table": "crm.people", "key": ["Id"] """;

    private static readonly string[] Header = ["Id", "Name"];

    private SqlTargetFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await SqlTargetFixture.CreateAsync(
        postgres, redis, "CREATE SCHEMA crm; CREATE TABLE crm.countries (code char(2) PRIMARY KEY); INSERT INTO crm.countries VALUES ('FR');" +
        Tables.Replace("CREATE SCHEMA crm;", "", StringComparison.Ordinal).Replace("countries_placeholder", "countries", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Upsert_inserts_rows_and_updates_those_with_the_same_key()
    {
        await _fixture.ExecuteAsync("INSERT INTO crm.people (id, name, amount) VALUES (1, 'Old', 5)");

        var receipts = await _fixture.SendAsync(SqlTargetFixture.Definition(Upsert), Header, (2, [1, "Ada"]), (3, [2, "Grace"]));

        Assert.All(receipts, receipt => Assert.Empty(receipt.Errors));
        Assert.Equal(["1|Ada|5.00", "2|Grace|"], await _fixture.QueryAsync("SELECT id, name, amount FROM crm.people ORDER BY id"));
    }

    [Fact]
    public async Task A_second_delivery_changes_nothing_and_returns_the_same_reference()
    {
        var definition = SqlTargetFixture.Definition(Upsert.TrimEnd() + """, "reference": "token" """);
        var route = await _fixture.OpenAsync(definition, Header);
        var first = await _fixture.SendAsync(route, "a", (2, [1, "Ada"]), (3, [2, "Grace"]));
        await _fixture.ExecuteAsync("UPDATE crm.people SET name = 'Changed since'; DELETE FROM crm.people WHERE id = 2");

        var second = await _fixture.SendAsync(route, "a", (3, [2, "Grace"]), (2, [1, "Ada"]), (4, [3, "Edsger"]));

        Assert.Equal((first[1].Reference, first[0].Reference), (second[0].Reference, second[1].Reference));
        Assert.NotEqual(first[0].Reference, first[1].Reference);
        Assert.Equal(["1|Changed since", "3|Edsger"], await _fixture.QueryAsync("SELECT id, name FROM crm.people ORDER BY id"));
        Assert.Equal(first[0].Reference, Assert.Single(await _fixture.QueryAsync("SELECT token FROM crm.people WHERE id = 1")));
    }

    [Fact]
    public async Task The_rows_of_another_import_are_other_rows()
    {
        var route = await _fixture.OpenAsync(SqlTargetFixture.Definition(Upsert), Header);
        await _fixture.SendAsync(route, "a", (2, [1, "Ada"]));

        await _fixture.SendAsync(route, "b", (2, [1, "Grace"]));

        Assert.Equal(["Grace"], await _fixture.QueryAsync("SELECT name FROM crm.people"));
        Assert.Equal(["a|2", "b|2"], await _fixture.QueryAsync("SELECT import_id, row_number FROM batchimport_ledger ORDER BY 1"));
    }

    [Fact]
    public async Task Two_deliveries_at_once_write_each_row_once()
    {
        await _fixture.ExecuteAsync("CREATE TABLE crm.log (id integer, name text)");
        var definition = SqlTargetFixture.Definition(""" "table": "crm.log", "attempts": 10 """);
        (int, object?[])[] rows = [.. Enumerable.Range(1, 250).Select(i => (i, new object?[] { i, "x" }))];
        var routes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _fixture.OpenAsync(definition, Header)));

        var receipts = await Task.WhenAll(routes.Select(route => _fixture.SendAsync(route, "a", rows)));

        Assert.All(receipts.SelectMany(each => each), receipt => Assert.Empty(receipt.Errors));
        Assert.Equal(["250|250"], await _fixture.QueryAsync("SELECT count(*), count(DISTINCT id) FROM crm.log"));
    }

    [Fact]
    public async Task Insert_returns_the_generated_key_of_each_row()
    {
        var definition = SqlTargetFixture.Definition(""" "table": "crm.notes", "columns": { "Text": "Name" }, "reference": "note_id" """);

        var receipts = await _fixture.SendAsync(definition, Header, [.. Enumerable.Range(1, 100).Select(i => (i, new object?[] { i, $"note {i}" }))]);

        Assert.Equal(receipts.Select((receipt, i) => $"{receipt.Reference}|note {i + 1}"), await _fixture.QueryAsync("""SELECT note_id, "Text" FROM crm.notes ORDER BY note_id"""));
    }

    [Fact]
    public async Task Update_changes_rows_that_are_there_and_refuses_others()
    {
        await _fixture.ExecuteAsync("INSERT INTO crm.people (id, name) VALUES (1, 'Old'), (3, 'Other')");
        var definition = SqlTargetFixture.Definition(Upsert.TrimEnd() + """, "mode": "update" """);

        var receipts = await _fixture.SendAsync(definition, Header, (2, [1, "Ada"]), (3, [2, "Grace"]), (4, [3, "Edsger"]));

        Assert.Equal([0, 1, 0], receipts.Select(receipt => receipt.Errors.Count));
        Assert.Equal(new RowError(0, "crm.people has no row with id \"2\", and the target only updates rows"), receipts[1].Errors[0]);
        Assert.Equal(["1|Ada", "3|Edsger"], await _fixture.QueryAsync("SELECT id, name FROM crm.people ORDER BY id"));
        Assert.Equal(["2", "4"], await _fixture.QueryAsync("SELECT row_number FROM batchimport_ledger ORDER BY 1"));
    }

    [Fact]
    public async Task Only_wrong_rows_become_errors_each_with_its_reason()
    {
        await _fixture.ExecuteAsync("INSERT INTO crm.people (id, name, e_mail) VALUES (99, 'Taken', 'taken@example.com')");
        var definition = SqlTargetFixture.Definition(
            Upsert.TrimEnd() + """, "columns": { "id": "Id", "name": "Name", "e_mail": "Email", "country": "Country", "amount": "Amount" } """,
            """{ "name": "Id" }, { "name": "Name" }, { "name": "Email" }, { "name": "Country" }, { "name": "Amount" }""");
        string[] header = ["Id", "Name", "Email", "Country", "Amount"];

        var receipts = await _fixture.SendAsync(
            definition, header,
            (2, [1, "Ada", "ada@example.com", "FR", 1.5]),
            (3, [2, "Grace", "taken@example.com", "FR", 1]),
            (4, [3, "Edsger", null, "XX", 1]),
            (5, [4, "Barbara", null, null, -1]),
            (6, [5, null, null, null, null]),
            (7, [6, "Alan", "a-long-address@example.com", null, null]),
            (8, [7, "Tim", null, null, 1.239]),
            (9, ["8x", "Ken", null, null, 1234567]),
            (10, [9, "Dennis", null, null, null]));

        Assert.Equal(
            [
                "",
                "2: another row of the table has the same value of e_mail: \"taken@example.com\" (people_e_mail_key)",
                "3: the table that the value of country refers to does not have it: \"XX\" (people_country_fkey)",
                ": the table does not allow the row: its rule amount_is_positive is not met",
                "1: is empty, and the column name of the table must have a value",
                "2: \"a-long-address@example.com\" has 26 characters; the column e_mail of the table holds 20",
                "4: \"1.239\" has 3 decimals; the column amount of the table holds 2",
                "0: \"8x\" is not a whole number; the column id of the table is integer / 4: \"1234567\" is out of range; the column amount of the table is numeric(8,2)",
                "",
            ],
            receipts.Select(receipt => string.Join(" / ", receipt.Errors.Select(error => $"{error.Column}: {error.Message}"))));
        Assert.Equal(["1", "9", "99"], await _fixture.QueryAsync("SELECT id FROM crm.people ORDER BY id"));
        Assert.Equal(["2", "10"], await _fixture.QueryAsync("SELECT row_number FROM batchimport_ledger ORDER BY 1"));
        Assert.DoesNotContain(_fixture.Log.Lines, line => line.Contains("taken@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_the_table_takes_for_the_same_one_are_written_one_after_another()
    {
        await _fixture.ExecuteAsync("CREATE COLLATION crm.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE crm.words (name text COLLATE crm.nocase PRIMARY KEY, id integer)");
        var definition = SqlTargetFixture.Definition(""" "table": "crm.words", "key": ["Name"] """);

        var receipts = await _fixture.SendAsync(definition, Header, (2, [1, "One"]), (3, [2, "ONE"]), (4, [3, "two"]));

        Assert.All(receipts, receipt => Assert.Empty(receipt.Errors));
        Assert.Equal(["One|2", "two|3"], await _fixture.QueryAsync("SELECT name, id FROM crm.words ORDER BY id"));
    }

    [Fact]
    public async Task A_deadlock_is_tried_again()
    {
        await _fixture.ExecuteAsync(
            """
            CREATE SEQUENCE crm.tries;
            CREATE FUNCTION crm.stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('crm.tries') = 1 THEN RAISE EXCEPTION 'stumbled' USING ERRCODE = '40P01'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER stumble BEFORE INSERT ON crm.people FOR EACH ROW EXECUTE FUNCTION crm.stumble();
            """);

        var receipts = await _fixture.SendAsync(SqlTargetFixture.Definition(Upsert), Header, (2, [1, "Ada"]), (3, [2, "Grace"]));

        Assert.All(receipts, receipt => Assert.Empty(receipt.Errors));
        Assert.Equal(["3"], await _fixture.QueryAsync("SELECT last_value FROM crm.tries"));
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_is_replaced()
    {
        var route = await _fixture.OpenAsync(SqlTargetFixture.Definition(Upsert), Header);
        await _fixture.SendAsync(route, "a", (2, [1, "Ada"]));
        await _fixture.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        var receipt = Assert.Single(await _fixture.SendAsync(route, "a", (3, [2, "Grace"])));

        Assert.Empty(receipt.Errors);
    }

    [Fact]
    public async Task A_lock_that_holds_the_statement_longer_than_its_time_out_is_an_outage_and_no_rows_error()
    {
        var route = await _fixture.OpenAsync(SqlTargetFixture.Definition(Upsert.TrimEnd() + """, "timeoutSeconds": 0.5, "attempts": 2 """), Header);
        await using var source = Npgsql.NpgsqlDataSource.Create(_fixture.Connection);
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE crm.people", connection, transaction);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var unavailable = await Assert.ThrowsAsync<TargetUnavailableException>(() => _fixture.SendAsync(route, "a", (2, [1, "Ada"])));
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("target crm", "no answer within 0.5 s"), (unavailable.Service, unavailable.Detail));
        Assert.Empty(Assert.Single(await _fixture.SendAsync(route, "a", (2, [1, "Ada"]))).Errors);
    }

    [Fact]
    public async Task A_table_that_loses_a_column_while_the_import_runs_is_an_outage_that_ends_when_it_is_back()
    {
        var route = await _fixture.OpenAsync(SqlTargetFixture.Definition(Upsert), Header);
        await _fixture.ExecuteAsync("ALTER TABLE crm.people RENAME COLUMN name TO full_name");

        var unavailable = await Assert.ThrowsAsync<TargetUnavailableException>(() => _fixture.SendAsync(route, "a", (2, [1, "Ada"])));
        await _fixture.ExecuteAsync("ALTER TABLE crm.people RENAME COLUMN full_name TO name");

        Assert.Equal("a column is missing (42703)", unavailable.Detail);
        Assert.Empty(Assert.Single(await _fixture.SendAsync(route, "a", (2, [1, "Ada"]))).Errors);
    }

    [Fact]
    public async Task The_ledger_forgets_what_is_older_than_the_retention()
    {
        await _fixture.SendAsync(SqlTargetFixture.Definition(Upsert), Header, (2, [1, "Ada"]), (3, [2, "Grace"]));
        await _fixture.ExecuteAsync("UPDATE batchimport_ledger SET written_at = now() - interval '9 days' WHERE row_number = 2");

        await _fixture.ForgetAsync(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(8));

        Assert.Equal(["3"], await _fixture.QueryAsync("SELECT row_number FROM batchimport_ledger"));
        Assert.Equal(["2"], await _fixture.QueryAsync("SELECT count(*) FROM crm.people"));
    }

    [Fact]
    public async Task A_table_of_many_columns_is_written()
    {
        var names = Enumerable.Range(1, 300).Select(i => $"c{i}").ToArray();
        await _fixture.ExecuteAsync($"CREATE TABLE crm.wide ({string.Join(", ", names.Select(name => $"{name} text"))})");
        var definition = SqlTargetFixture.Definition(""" "table": "crm.wide" """, string.Join(", ", names.Select(name => $$"""{ "name": "{{name}}" }""")));

        await _fixture.SendAsync(definition, names, [.. Enumerable.Range(1, 50).Select(row => (row, names.Select(name => (object?)$"{name}-{row}").ToArray()))]);

        Assert.Equal(["50|c1-50|c300-50"], await _fixture.QueryAsync("SELECT count(*) OVER (), c1, c300 FROM crm.wide WHERE c1 = 'c1-50' OR true ORDER BY c1 = 'c1-50' DESC LIMIT 1"));
    }
}
