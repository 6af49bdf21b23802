using BatchImport.Definitions;
using BatchImport.Targets.RateLimits;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace BatchImport.Targets;

/// <summary>Sends an import's rows to their target, with retries, a time-out, and the rate limiter that all workers share.</summary>
internal sealed class RowRoute
{
    private readonly TargetRateLimiter? _gate;
    private readonly ResiliencePipeline _tries;
    private readonly ResiliencePipeline _try;

    public RowRoute(IRowTarget target, TargetDefinition definition, TargetRateLimiter? gate, TimeProvider time)
    {
        Target = target;
        Definition = definition;
        _gate = gate;
        _try = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(definition.Timeout).Build();
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (definition.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = definition.Attempts - 1,
                Delay = definition.FirstWait,
                MaxDelay = definition.LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<TransientRowException>().Handle<TimeoutRejectedException>(),
                DelayGenerator = args => ValueTask.FromResult(Asked(args.Outcome.Exception)),
            });
        }

        _tries = builder.Build();
    }

    public IRowTarget Target { get; }

    public TargetDefinition Definition { get; }

    /// <summary>Sends a row, with retries.</summary>
    public ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken) =>
        TryAllAsync(static (target, row, token) => target.SendAsync(row, token), row, 1, cancellationToken);

    /// <summary>Sends rows in one call, as often as it takes. The target takes batches.</summary>
    public ValueTask<IReadOnlyList<RowReceipt>> SendAsync(IReadOnlyList<RowDelivery> rows, CancellationToken cancellationToken) =>
        TryAllAsync(static (target, rows, token) => ((IBatchRowTarget)target).SendAsync(rows, token), rows, rows.Count, cancellationToken);

    /// <summary>The target takes no rows at all for now.</summary>
    /// <param name="detail">The cause in short; no secret and no row's value.</param>
    /// <param name="inner">What shows it.</param>
    public TargetUnavailableException Unavailable(string detail, Exception inner) => new($"The target '{Target.Name}' is unavailable. Its imports wait.", inner)
    {
        Service = TargetUnavailableException.ServiceOf(Target),
        Detail = detail,
    };

    private async ValueTask<TResult> TryAllAsync<TRows, TResult>(
        Func<IRowTarget, TRows, CancellationToken, ValueTask<TResult>> send, TRows rows, int count, CancellationToken cancellationToken)
    {
        try
        {
            return await _tries.ExecuteAsync(
                static (state, token) => state.route._gate is { } gate
                    ? state.route.TryBehindGateAsync(gate, state.send, state.rows, state.count, token)
                    : state.route.SendOnceAsync(state.send, state.rows, token),
                (route: this, send, rows, count),
                cancellationToken);
        }
        catch (TargetUnavailableException ex) when (ex.IsUnnamed)
        {
            throw ex.NamedAfter(Target);
        }
    }

    private async ValueTask<TResult> TryBehindGateAsync<TRows, TResult>(
        TargetRateLimiter gate, Func<IRowTarget, TRows, CancellationToken, ValueTask<TResult>> send, TRows rows, int count, CancellationToken cancellationToken)
    {
        // The wait for the rate limit is not part of the time-out: it is no failure of the target.
        var pass = await gate.EnterAsync(count, cancellationToken);
        var outcome = PassOutcome.Unknown;
        try
        {
            var result = await SendOnceAsync(send, rows, cancellationToken);
            outcome = PassOutcome.Answered;
            return result;
        }
        catch (RowRefusedException)
        {
            outcome = PassOutcome.Answered;
            throw;
        }
        catch (Exception ex) when (ex is TimeoutRejectedException or TransientRowException { IsOutage: true })
        {
            outcome = PassOutcome.Outage;
            if (await gate.LeaveAsync(pass, outcome))
            {
                // The row is not the cause: it waits with all others instead of becoming an error.
                throw gate.Unavailable(ex);
            }

            throw;
        }
        finally
        {
            if (outcome != PassOutcome.Outage)
            {
                await gate.LeaveAsync(pass, outcome);
            }
        }
    }

    private ValueTask<TResult> SendOnceAsync<TRows, TResult>(Func<IRowTarget, TRows, CancellationToken, ValueTask<TResult>> send, TRows rows, CancellationToken cancellationToken) =>
        _try.ExecuteAsync(static (state, token) => UntilToldAsync(state.send(state.target, state.rows, token), token), (target: Target, send, rows), cancellationToken);

    /// <summary>Ends the wait at a cancellation, also when the target ignores it: the slice must not be blocked.</summary>
    private static ValueTask<TResult> UntilToldAsync<TResult>(ValueTask<TResult> sending, CancellationToken cancellationToken) =>
        sending.IsCompleted ? sending : new ValueTask<TResult>(sending.AsTask().WaitAsync(cancellationToken));

    private TimeSpan? Asked(Exception? fault) => fault is TransientRowException { RetryAfter: { } asked }
        ? asked < Definition.LongestWait ? asked : Definition.LongestWait
        : null;
}
