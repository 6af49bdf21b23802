using BatchImport.Faults.Imports;
using BatchImport.Targets.Sql;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;

namespace BatchImport.Faults.Faults;

/// <summary>A separate PostgreSQL that rows go to. Its table has no unique index, so that a row that is written twice is there twice.</summary>
internal sealed class FaultDatabase : IAsyncDisposable
{
    /// <summary>The definition whose rows go to it.</summary>
    public const string Definition = """
        {
          "name": "faults-sql",
          "target": { "type": "sql", "provider": "postgres", "connection": "faults", "table": "rows", "columns": { "id": "Fault id", "kind": "Fault kind" }, "timeoutSeconds": 5 },
          "columns": [
            { "name": "Fault id", "type": "integer", "required": true },
            { "name": "Fault kind", "required": true },
            { "name": "Fault mail", "type": "email", "required": true }
          ]
        }
        """;

    /// <summary>The name of the definition.</summary>
    public const string DefinitionName = "faults-sql";

    // Slow rows take some milliseconds, so that statements are under way at any moment.
    private const string Tables =
        """
        CREATE TABLE rows (id integer NOT NULL, kind text NOT NULL);
        CREATE FUNCTION delay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END $$;
        CREATE TRIGGER delay BEFORE INSERT ON rows FOR EACH ROW WHEN (NEW.kind = 'Slow') EXECUTE FUNCTION delay();
        """;

    private readonly string _connection;

    private FaultDatabase(PostgresServer server, string connection)
    {
        Server = server;
        _connection = connection;
        HostSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Targets:Sql:faults"] = connection };
    }

    /// <summary>The server.</summary>
    public PostgresServer Server { get; }

    /// <summary>The settings of a host whose rows go to it.</summary>
    public IReadOnlyDictionary<string, string> HostSettings { get; }

    /// <summary>Starts it.</summary>
    public static async Task<FaultDatabase> StartAsync(CancellationToken cancellationToken)
    {
        var server = new PostgresServer();
        var connection = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(connection, Tables);
        await using var tools = new SqlTargetTools(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Targets:Sql:faults", (string?)connection)]).Build());
        await tools.CreateLedgerAsync("faults", cancellationToken);
        return new FaultDatabase(server, connection);
    }

    /// <summary>Empties the table.</summary>
    public Task ClearAsync() => PostgresServer.ExecuteAsync(_connection, "TRUNCATE rows");

    /// <summary>Compares the table with a file: each valid row must be there once, and no other row.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public async Task<string?> CompareAsync(FaultFile file)
    {
        var found = await PostgresServer.QueryAsync(_connection, "SELECT id, count(*) FROM rows GROUP BY id ORDER BY id");
        var expected = file.Kinds.Select((kind, i) => (kind, Id: i + 1)).Where(static row => FaultFile.MustSucceed(row.kind)).Select(static row => FormattableString.Invariant($"{row.Id}|1")).ToHashSet(StringComparer.Ordinal);
        var wrong = found.Where(row => !expected.Contains(row)).ToArray();
        var missing = expected.Count - (found.Length - wrong.Length);
        return wrong.Length == 0 && missing == 0 ? null : FormattableString.Invariant($"in the table, {wrong.Length} rows are there more than once or must not be there, and {missing} are missing");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
