using Azure.Core;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace BatchImport.Results;

/// <summary>
/// Connects to Azure Managed Redis with an Entra ID token instead of a key. The token is the password and the identity's object id the user
/// name; a server closes connections whose token has expired, so a new token is fetched in time and sent on every connection with AUTH
/// (https://learn.microsoft.com/azure/redis/entra-for-authentication). Later connections use the newest token.
/// </summary>
/// <param name="principalId">The identity's object id.</param>
/// <param name="credential">Provides the tokens.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs renewals and their failures, but never tokens.</param>
internal sealed partial class RedisIdentity(string principalId, TokenCredential credential, TimeProvider time, ILogger logger)
    : AzureManagedRedisOptionsProvider, IDisposable
{
    /// <summary>The minimum time before its expiry at which a token is replaced, as in Azure's extension for this library.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>The wait after a failure, and the minimum wait: ten attempts fit into the margin, and the load on the identity service is low.</summary>
    public static readonly TimeSpan RetryWait = TimeSpan.FromSeconds(30);

    private static readonly TokenRequestContext Request = new(["https://redis.azure.com/.default"]);

    // Long enough for a cold identity endpoint, short enough not to delay the start for long.
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private Holder? _token;
    private IConnectionMultiplexer? _connection;
    private ITimer? _timer;
    private bool _isAuthenticated = true; // The connection was made with the first token.
    private bool _disposed;

    /// <inheritdoc/>
    public override string User => principalId;

    /// <inheritdoc/>
    public override string? Password => Volatile.Read(ref _token)?.Value.Token;

    /// <summary>Fetches the first token, before any connection. If that fails, connecting fails too, until a later attempt succeeds.</summary>
    public void Begin()
    {
        try
        {
            using var timeout = new CancellationTokenSource(FetchTimeout);
            Volatile.Write(ref _token, new Holder(credential.GetToken(Request, timeout.Token)));
        }
        catch (Exception ex)
        {
            LogNoToken(logger, ex, RetryWait);
        }
    }

    /// <summary>Keeps a connection authenticated from now on.</summary>
    public void Keep(IConnectionMultiplexer connection)
    {
        lock (_lock)
        {
            _connection = connection;
            _timer = time.CreateTimer(_ => _ = RenewAsync(), null, Wait(), Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private async Task RenewAsync()
    {
        var wait = RetryWait;
        try
        {
            using var timeout = new CancellationTokenSource(FetchTimeout, time);
            var fetched = await credential.GetTokenAsync(Request, timeout.Token);

            // A credential returns a cached token until it has nearly expired: then the same one is returned, and requested again soon.
            if (_token?.Value.Token != fetched.Token)
            {
                Volatile.Write(ref _token, new Holder(fetched));
                _isAuthenticated = false;
            }

            _isAuthenticated = _isAuthenticated || await AuthenticateAsync(fetched.Token);
            wait = _isAuthenticated ? Wait() : RetryWait;
        }
        catch (ObjectDisposedException)
        {
            return;
        }
        catch (Exception ex)
        {
            // Any exception: without another attempt, the connection ends with its token.
            LogNoToken(logger, ex, wait);
        }

        lock (_lock)
        {
            if (!_disposed)
            {
                _timer?.Change(wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <returns>True when every connected server has accepted the token.</returns>
    private async Task<bool> AuthenticateAsync(string token)
    {
        var all = true;
        foreach (var server in _connection!.GetServers().Where(server => server.IsConnected))
        {
            try
            {
                await server.ExecuteAsync("AUTH", principalId, token);
                LogRenewed(logger);
            }
            catch (Exception ex) when (ex is RedisException or TimeoutException)
            {
                // The type only: messages about a command can quote it.
                LogRefused(logger, ex.GetType().Name, RetryWait);
                all = false;
            }
        }

        return all;
    }

    private TimeSpan Wait()
    {
        if (Volatile.Read(ref _token)?.Value is not { } token)
        {
            return RetryWait;
        }

        var latest = token.ExpiresOn - Margin;
        var due = token.RefreshOn is { } refresh && refresh < latest ? refresh : latest;
        var wait = due - time.GetUtcNow();
        return wait > RetryWait ? wait : RetryWait;
    }

    [LoggerMessage(EventId = 1911, Level = LogLevel.Warning, Message = "Getting a token for Redis failed; the next attempt is in {Wait}")]
    private static partial void LogNoToken(ILogger logger, Exception failure, TimeSpan wait);

    [LoggerMessage(EventId = 1912, Level = LogLevel.Warning, Message = "Redis did not accept the new token ({Failure}); the next attempt is in {Wait}")]
    private static partial void LogRefused(ILogger logger, string failure, TimeSpan wait);

    [LoggerMessage(EventId = 1913, Level = LogLevel.Debug, Message = "Redis accepted the new token")]
    private static partial void LogRenewed(ILogger logger);

    private sealed record Holder(AccessToken Value);
}
