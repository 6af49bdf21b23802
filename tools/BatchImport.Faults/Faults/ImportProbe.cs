using StackExchange.Redis;

namespace BatchImport.Faults.Faults;

/// <summary>Reads the state of an import from Redis itself, since the host may be stopped.</summary>
internal sealed class ImportProbe(string redis) : IAsyncDisposable
{
    private ConnectionMultiplexer? _connection;

    /// <summary>The state of the import; null when Redis does not answer or does not know the import.</summary>
    public async Task<ImportMark?> LookAsync(string id)
    {
        try
        {
            var database = (await ConnectionAsync()).GetDatabase();
            var values = await database.HashGetAsync($"{{{id}}}:import", ["state", "succeeded", "failed"]);
            return values[0].IsNull ? null : new ImportMark(values[0].ToString(), (int)values[1] + (int)values[2]);
        }
        catch (Exception ex) when (ex is RedisException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Deletes all data of Redis.</summary>
    public async Task FlushAsync() => await (await ConnectionAsync()).GetServers()[0].FlushAllDatabasesAsync();

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectionAsync()
    {
        if (_connection is null)
        {
            var configuration = ConfigurationOptions.Parse(redis + ",allowAdmin=true,abortConnect=false,asyncTimeout=2000");

            // The probe must not recover more slowly than what it measures: by default the client waits for seconds before it reconnects.
            configuration.ReconnectRetryPolicy = new LinearRetry(50);
            configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(50);
            _connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        }

        return _connection;
    }
}

/// <summary>The state of an import.</summary>
/// <param name="State">Its state.</param>
/// <param name="Processed">Rows with a result.</param>
internal sealed record ImportMark(string State, int Processed)
{
    /// <summary>True when the import has ended.</summary>
    public bool IsFinal => State is "Completed" or "Rejected" or "Failed";

    /// <summary>The state at a fault, for the outcome.</summary>
    public static string Describe(ImportMark? mark) => mark?.State ?? "not seen yet";
}
