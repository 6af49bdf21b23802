using System.Diagnostics;
using System.Globalization;
using Azure.Storage.Blobs;
using BatchImport.Load.Data;
using BatchImport.Load.Report;
using BatchImport.LocalHost.Services;
using BatchImport.Staging;
using BatchImport.Targets.Sql;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace BatchImport.Load.Host;

/// <summary>Imports into a table of PostgreSQL, beside COPY of the same rows into the same table. The server has the settings of its package: each commit is on the disk.</summary>
internal sealed class DatabaseRun : IAsyncDisposable
{
    /// <summary>The setting that names the database to the host.</summary>
    public const string Setting = "Targets__Sql__load";

    private const string DefinitionName = "customers-load";

    private const string Tables =
        """
        CREATE TABLE customers (
            id char(6) PRIMARY KEY, first_name text, last_name text, email text, phone text, country text, signup_date date, amount numeric(12, 2)
        );
        """;

    private readonly PostgresServer _server = new();

    private DatabaseRun()
    {
    }

    /// <summary>What the host connects with.</summary>
    public string Connection { get; private set; } = "";

    /// <summary>Starts the database.</summary>
    public static async Task<DatabaseRun> StartAsync(CancellationToken cancellationToken)
    {
        var run = new DatabaseRun();
        run.Connection = await run._server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(run.Connection, Tables);
        await using var tools = new SqlTargetTools(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Targets:Sql:load", (string?)run.Connection)]).Build());
        await tools.CreateLedgerAsync("load", cancellationToken);
        return run;
    }

    /// <summary>Measures imports, each followed by a COPY.</summary>
    /// <returns>The medians.</returns>
    public async Task<DatabaseCase> RunAsync(LoadedHost host, string file, int rows, int seed, int runs, CancellationToken cancellationToken)
    {
        await DefineAsync(host, cancellationToken);
        var valid = Customers.Make(rows, seed).Count(static row => row.IsValid);
        var text = Path.Combine(host.State.Path, "copy.csv");
        await File.WriteAllLinesAsync(text, Customers.Make(rows, seed).Select(Line), cancellationToken);
        var (imports, copies) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            await PostgresServer.ExecuteAsync(Connection, "TRUNCATE customers");
            var import = await MailedImport.RunAsync(host, file, DefinitionName, onDropped: null, cancellationToken);
            await import.CheckAsync(host, rows, seed, cancellationToken);
            var written = await PostgresServer.QueryAsync(Connection, "SELECT count(*) FROM customers");
            if (written[0] != valid.ToString(CultureInfo.InvariantCulture))
            {
                throw new LoadException($"The table has {written[0]} rows, and the file has {valid} valid rows.");
            }

            imports.Add(import.Seconds);
            await PostgresServer.ExecuteAsync(Connection, "TRUNCATE customers");
            copies.Add(await CopyAsync(text, cancellationToken));
        }

        return new DatabaseCase(Median(imports), Median(copies));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task DefineAsync(LoadedHost host, CancellationToken cancellationToken)
    {
        var customers = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "definitions", "customers.json"), cancellationToken);
        var definition = customers.Replace("\"name\": \"customers\"", $"\"name\": \"{DefinitionName}\"", StringComparison.Ordinal).Replace(
            "\"target\": \"none\"", """ "target": { "type": "sql", "provider": "postgres", "connection": "load", "table": "customers", "key": ["Id"] } """, StringComparison.Ordinal);
        await new BlobServiceClient(AzuriteService.ConnectionStringFor(host.BlobPort, host.QueuePort)).GetBlobContainerClient(StorageContainers.DefinitionsName)
            .GetBlobClient(DefinitionName + ".json").UploadAsync(BinaryData.FromString(definition), overwrite: true, cancellationToken);
    }

    private static string Line(Customer row) => string.Create(
        CultureInfo.InvariantCulture, $"{string.Join(',', row.Texts)},{DateTime.FromOADate(row.SignupDate):yyyy-MM-dd},{row.Amount}");

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);

    private async Task<double> CopyAsync(string text, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(Connection);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        await using (var writer = await connection.BeginTextImportAsync("COPY customers FROM STDIN (FORMAT csv)", cancellationToken))
        {
            using var reader = File.OpenText(text);
            var buffer = new char[64 * 1024];
            for (int read; (read = await reader.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                await writer.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
