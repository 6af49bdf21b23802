using StackExchange.Redis;

namespace BatchImport.Faults.Faults;

/// <summary>Where an import is, asked of Redis itself, since the host may be down.</summary>
internal sealed class ImportProbe(string redis) : IAsyncDisposable
{
    private ConnectionMultiplexer? _connection;

    /// <summary>Where the import is; null when Redis does not answer or knows nothing of it.</summary>
    public async Task<ImportMark?> LookAsync(string id)
    {
        try
        {
            var database = (await ConnectionAsync()).GetDatabase();
            var values = await database.HashGetAsync($"{{{id}}}:import", ["state", "succeeded", "failed"]);
            return values[0].IsNull ? null : new ImportMark(values[0].ToString(), (int)values[1] + (int)values[2]);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Makes Redis forget everything.</summary>
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

            // Who measures how long others take to come back must not take longer: by itself the client waits for seconds before it connects again.
            configuration.ReconnectRetryPolicy = new LinearRetry(50);
            configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(50);
            _connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        }

        return _connection;
    }
}

/// <summary>Where an import is.</summary>
/// <param name="State">Its state.</param>
/// <param name="Processed">Rows with a result.</param>
internal sealed record ImportMark(string State, int Processed)
{
    /// <summary>True when nothing changes any more.</summary>
    public bool IsFinal => State is "Completed" or "Rejected" or "Failed";
}
