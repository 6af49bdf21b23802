using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>Opens the connection to Redis that all components share.</summary>
internal static partial class RedisConnection
{
    /// <summary>
    /// Connects. Also returns when no server answers: the connection is then established in the background, and until then
    /// commands fail with <see cref="RedisConnectionException"/>, which activities retry.
    /// </summary>
    /// <param name="configuration">The configuration, from <see cref="Configure"/>.</param>
    /// <param name="identity">The identity to connect with; null to use the connection string's credentials.</param>
    /// <param name="logger">Logs lost and restored connections.</param>
    public static IConnectionMultiplexer Open(ConfigurationOptions configuration, RedisIdentity? identity, ILogger logger)
    {
        identity?.Begin();
        var connection = ConnectionMultiplexer.Connect(configuration);
        identity?.Keep(connection);
        connection.ConnectionFailed += (_, args) => LogLost(logger, args.ConnectionType, args.FailureType);
        connection.ConnectionRestored += (_, args) => LogRestored(logger, args.ConnectionType);
        return connection;
    }

    /// <param name="options">The server and the time-outs.</param>
    /// <param name="identity">The identity to connect with; null to use the connection string's credentials.</param>
    public static ConfigurationOptions Configure(RedisOptions options, RedisIdentity? identity = null)
    {
        var configuration = ConfigurationOptions.Parse(identity is null ? options.ConnectionString : WithPort(options.HostName));
        if (identity is not null)
        {
            configuration.Defaults = identity;
            configuration.Ssl = true;
        }

        configuration.AbortOnConnectFail = false;

        // From 1/4 second up to 10: a restart of the server is detected quickly, and a long outage does not cause a storm of attempts.
        configuration.ReconnectRetryPolicy = new ExponentialRetry(250, 10_000);
        configuration.ClientName ??= "batchimport";
        if (options.ConnectTimeout is { } connect)
        {
            configuration.ConnectTimeout = (int)connect.TotalMilliseconds;
        }

        if (options.SyncTimeout is { } sync)
        {
            configuration.SyncTimeout = configuration.AsyncTimeout = (int)sync.TotalMilliseconds;
        }

        return configuration;
    }

    private static string WithPort(string hostName) => hostName.Contains(':', StringComparison.Ordinal) ? hostName : hostName + ":10000";

    [LoggerMessage(EventId = 1901, Level = LogLevel.Warning, Message = "The {Kind} connection to Redis was lost ({Failure}); reconnecting")]
    private static partial void LogLost(ILogger logger, ConnectionType kind, ConnectionFailureType failure);

    [LoggerMessage(EventId = 1902, Level = LogLevel.Information, Message = "The {Kind} connection to Redis was restored")]
    private static partial void LogRestored(ILogger logger, ConnectionType kind);
}
