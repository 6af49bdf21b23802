using System.Text;
using Azure.Core;
using Azure.Identity;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Targets;
using BatchImport.Targets.Sql;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchImport.Tests.Targets.Sql;

/// <summary>An empty database of a real PostgreSQL with the ledger, and the way of rows to it.</summary>
internal sealed class SqlTargetFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SqlTargetFixture(string connection, RedisServer redis)
    {
        Connection = connection;
        Configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Targets:Sql:crm", (string?)connection)]).Build();
        Tools = new SqlTargetTools(Configuration);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(redis.Connection)
            .AddSingleton<TokenCredential>(new DefaultAzureCredential())
            .AddRowTargets(Configuration)
            .BuildServiceProvider();
    }

    /// <summary>What the target and the tests connect with.</summary>
    public string Connection { get; }

    public IConfiguration Configuration { get; }

    public SqlTargetTools Tools { get; }

    /// <summary>Everything that was logged.</summary>
    public RecordingLoggerProvider Log { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Creates it.</summary>
    /// <param name="postgres">The server.</param>
    /// <param name="redis">The Redis-compatible server that limits are kept in.</param>
    /// <param name="tables">The script that creates the tables.</param>
    public static async Task<SqlTargetFixture> CreateAsync(PostgresServer postgres, RedisServer redis, string tables)
    {
        var fixture = new SqlTargetFixture(await postgres.CreateDatabaseAsync(), redis);
        await PostgresServer.ExecuteAsync(fixture.Connection, tables);
        await fixture.Tools.CreateLedgerAsync("crm", Stop);
        return fixture;
    }

    /// <summary>The way of rows to a database that is there, of any kind.</summary>
    public static SqlTargetFixture Create(string connection, RedisServer redis) => new(connection, redis);

    /// <summary>A definition with a target of the type sql.</summary>
    /// <param name="target">The properties of the target, without type, provider and connection.</param>
    /// <param name="columns">The columns.</param>
    public static ImportDefinition Definition(string target, string columns = """{ "name": "Id" }, { "name": "Name" }""") => DefinitionReader.Read(
        Encoding.UTF8.GetBytes($$"""{ "name": "people", "columns": [{{columns}}], "target": { "type": "sql", "provider": "postgres", "connection": "crm", "firstWaitSeconds": 0.01, {{target}} } }"""), "people.json");

    /// <summary>The target of a definition, bound to a header and checked as an import does.</summary>
    public async Task<RowRoute> OpenAsync(ImportDefinition definition, params string[] header)
    {
        var target = _services.GetRequiredService<RowTargets>().For(definition, header);
        await target.PrepareAsync(Stop);
        return _services.GetRequiredService<RowSender>().RouteTo(target, definition.Target);
    }

    /// <summary>Sends rows in one batch. A row is its number and its cells: texts, numbers, booleans, dates, null for an empty cell.</summary>
    public async Task<IReadOnlyList<RowReceipt>> SendAsync(RowRoute route, string batchId, params (int Number, object?[] Cells)[] rows) =>
        await _services.GetRequiredService<BatchSender>().SendAsync(
            route, [.. rows.Select(row => new RowDelivery(batchId, row.Number, [.. row.Cells.Select((_, i) => $"c{i}")], [.. row.Cells.Select(CellOf)]))], Stop);

    /// <summary>Binds a target, and sends rows in one batch.</summary>
    public async Task<IReadOnlyList<RowReceipt>> SendAsync(ImportDefinition definition, string[] header, params (int Number, object?[] Cells)[] rows) =>
        await SendAsync(await OpenAsync(definition, header), "a", rows);

    /// <summary>The rows of a query.</summary>
    public Task<string[]> QueryAsync(string query) => PostgresServer.QueryAsync(Connection, query);

    public Task ExecuteAsync(string statement) => PostgresServer.ExecuteAsync(Connection, statement);

    public Task ForgetAsync(DateTimeOffset before) => _services.GetRequiredService<SqlLedgers>().ForgetAsync(before, Stop);

    public async ValueTask DisposeAsync()
    {
        await Tools.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static Cell CellOf(object? value) => value switch
    {
        null => Cell.Empty,
        string text => Cell.FromText(text),
        bool truth => Cell.FromBoolean(truth),
        DateTime date => Cell.FromDate(SerialDate.FromDateTime(date)!.Value),
        TimeSpan time => Cell.FromDate(time.TotalDays),
        _ => Cell.FromNumber(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
