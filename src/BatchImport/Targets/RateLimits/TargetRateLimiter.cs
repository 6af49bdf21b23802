using System.Globalization;
using BatchImport.Definitions;
using Polly.Timeout;
using StackExchange.Redis;

namespace BatchImport.Targets.RateLimits;

/// <summary>
/// Limits the rows to one target over all workers: how many at once, how many per second, and whether it is up. A row enters and
/// leaves with one script call each. All its data in Redis expires, so that a worker that is killed blocks others for at most the duration of
/// one attempt.
/// </summary>
internal sealed class TargetRateLimiter
{
    // The extension of a lease beyond its attempt: the time to leave, on a busy machine.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(10);

    // Longer waits for a free place are left to the durable engine: an activity that only waits blocks a worker.
    private static readonly TimeSpan LongestQueue = TimeSpan.FromMinutes(2);

    // Between two checks for a free place: short compared to a request, long compared to a check.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly IConnectionMultiplexer _connection;
    private readonly TimeProvider _time;
    private readonly string _target;
    private readonly string _service;
    private readonly RedisKey[] _keys;
    private readonly TargetDefinition _definition;
    private readonly double _interval;
    private readonly double _burst;

    /// <param name="connection">Redis, which all workers share.</param>
    /// <param name="time">The clock.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="resource">The resource that the limits apply to: a host, a table.</param>
    /// <param name="key">The resource as a Redis key.</param>
    /// <param name="definition">The limits.</param>
    public TargetRateLimiter(IConnectionMultiplexer connection, TimeProvider time, string target, string resource, string key, TargetDefinition definition)
    {
        _service = $"target {(Uri.TryCreate(resource, UriKind.Absolute, out var address) ? address.Authority : resource)}";
        _connection = connection;
        _time = time;
        _target = target;
        _definition = definition;
        _keys = [.. RateLimitScripts.Keys.Select(name => (RedisKey)$"target:{{{key}}}:{name}")];
        _interval = definition.RowsPerSecond is { } rate ? 1_000 / rate : 0;

        // The rows of a tenth of a second may be sent at once; more would make the first second twice as fast as the limit.
        _burst = definition.RowsPerSecond is { } perSecond ? Math.Max(0, (perSecond / 10) - 1) * _interval : 0;
    }

    /// <summary>Waits for the row's turn; see the other overload.</summary>
    public Task<string> EnterAsync(CancellationToken cancellationToken) => EnterAsync(1, cancellationToken);

    /// <summary>Waits for the turn of a row, or of rows that are sent in one call: they take one place, and their share of the rate.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What to leave with.</returns>
    /// <exception cref="TargetUnavailableException">The target is down, has no free place for minutes, or Redis does not answer.</exception>
    public async Task<string> EnterAsync(int rows, CancellationToken cancellationToken)
    {
        var pass = Guid.NewGuid().ToString("N");
        var lease = (long)(_definition.Timeout + LeaseMargin).TotalMilliseconds;
        var began = _time.GetTimestamp();
        while (true)
        {
            RedisValue[] arguments =
            [
                pass, lease, _definition.Concurrency ?? 0, Text(_interval * rows), Text(_burst), _definition.Breaker?.Failures ?? 0,
            ];
            var (state, milliseconds) = await AskAsync(arguments, cancellationToken);
            switch (state)
            {
                case RateLimitScripts.Open:
                    await WaitAsync(pass, TimeSpan.FromMilliseconds(milliseconds), cancellationToken);
                    return pass;
                case RateLimitScripts.Down:
                    throw Unavailable(inner: null);
                default:
                    if (_time.GetElapsedTime(began) > LongestQueue)
                    {
                        throw new TargetUnavailableException($"The target '{_target}' had no free place for {LongestQueue.TotalMinutes:0} minutes: {_definition.Concurrency} rows may be in flight at once.")
                        {
                            Service = _service,
                            Detail = "no free place",
                        };
                    }

                    await Task.Delay(LookAgain * (0.5 + Random.Shared.NextDouble()), _time, cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Releases the place and records the outcome.</summary>
    /// <returns>True when the target is considered down now.</returns>
    public async Task<bool> LeaveAsync(string pass, PassOutcome outcome)
    {
        var breaker = _definition.Breaker;
        RedisValue[] arguments = [pass, (int)outcome, breaker?.Failures ?? 0, (long)(breaker?.Pause.TotalMilliseconds ?? 0)];
        try
        {
            return (int)await _connection.GetDatabase().ScriptEvaluateAsync(RateLimitScripts.Leave, _keys, arguments) == 1;
        }
        catch (Exception ex) when (ex is RedisException or TimeoutException)
        {
            // The outcome of the row is known, which is what matters; the place is free again when its lease ends.
            return false;
        }
    }

    /// <summary>The target is down.</summary>
    public TargetUnavailableException Unavailable(Exception? inner) => new(
        string.Create(CultureInfo.InvariantCulture, $"The target '{_target}' counts as down: {_definition.Breaker?.Failures} consecutive attempts failed. Its imports wait."), inner)
    {
        Service = _service,
        Detail = inner switch
        {
            TransientRowException { Detail: { } detail } => detail,
            TimeoutRejectedException => string.Create(CultureInfo.InvariantCulture, $"no answer within {_definition.Timeout.TotalSeconds:0.##} s"),
            _ => null,
        },
    };

    private async Task<(long State, long Milliseconds)> AskAsync(RedisValue[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var answer = (long[]?)await _connection.GetDatabase().ScriptEvaluateAsync(RateLimitScripts.Enter, _keys, arguments).WaitAsync(cancellationToken);
            return (answer![0], answer[1]);
        }
        catch (Exception ex) when (ex is RedisException or TimeoutException)
        {
            // Not a ex of the row or the target: the activity is retried.
            throw new TargetUnavailableException($"Redis, which holds the limits of the target '{_target}', does not answer.", ex) { Service = "Redis" };
        }
    }

    private async Task WaitAsync(string pass, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await Task.Delay(wait, _time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await LeaveAsync(pass, PassOutcome.Unknown);
            throw;
        }
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
