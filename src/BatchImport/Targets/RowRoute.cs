using BatchImport.Definitions;
using BatchImport.Targets.RateLimits;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace BatchImport.Targets;

/// <summary>The way of an import's rows to their target: its tries, its time-out, and the gate that all workers share.</summary>
internal sealed class RowRoute
{
    private readonly TargetRateLimiter? _gate;
    private readonly ResiliencePipeline<string?> _tries;
    private readonly ResiliencePipeline<string?> _try;

    public RowRoute(IRowTarget target, TargetDefinition definition, TargetRateLimiter? gate, TimeProvider time)
    {
        Target = target;
        Definition = definition;
        _gate = gate;
        _try = new ResiliencePipelineBuilder<string?> { TimeProvider = time }.AddTimeout(definition.Timeout).Build();
        var builder = new ResiliencePipelineBuilder<string?> { TimeProvider = time };
        if (definition.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<string?>
            {
                MaxRetryAttempts = definition.Attempts - 1,
                Delay = definition.FirstWait,
                MaxDelay = definition.LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<string?>().Handle<TransientRowException>().Handle<TimeoutRejectedException>(),
                DelayGenerator = args => ValueTask.FromResult(Asked(args.Outcome.Exception)),
            });
        }

        _tries = builder.Build();
    }

    public IRowTarget Target { get; }

    public TargetDefinition Definition { get; }

    /// <summary>Sends a row, as often as it takes.</summary>
    public ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken) =>
        _tries.ExecuteAsync(static (state, token) => state.route.TryAsync(state.row, token), (route: this, row), cancellationToken);

    private ValueTask<string?> TryAsync(RowDelivery row, CancellationToken cancellationToken) =>
        _gate is null ? SendOnceAsync(row, cancellationToken) : TryBehindGateAsync(_gate, row, cancellationToken);

    private async ValueTask<string?> TryBehindGateAsync(TargetRateLimiter gate, RowDelivery row, CancellationToken cancellationToken)
    {
        // Waiting for one's turn is no part of the time-out: it says nothing about the target.
        var pass = await gate.EnterAsync(cancellationToken);
        var outcome = PassOutcome.Unknown;
        try
        {
            var reference = await SendOnceAsync(row, cancellationToken);
            outcome = PassOutcome.Answered;
            return reference;
        }
        catch (RowRefusedException)
        {
            outcome = PassOutcome.Answered;
            throw;
        }
        catch (Exception fault) when (fault is TimeoutRejectedException or TransientRowException { IsOutage: true })
        {
            outcome = PassOutcome.Outage;
            if (await gate.LeaveAsync(pass, outcome))
            {
                // The row is not to blame: it waits with all others instead of becoming an error.
                throw gate.Unavailable(fault);
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

    private ValueTask<string?> SendOnceAsync(RowDelivery row, CancellationToken cancellationToken) =>
        _try.ExecuteAsync(static (state, token) => UntilToldAsync(state.target.SendAsync(state.row, token), token), (target: Target, row), cancellationToken);

    /// <summary>Waits no longer than it is told to: a target that does not listen must not hold its slice either.</summary>
    private static ValueTask<string?> UntilToldAsync(ValueTask<string?> sending, CancellationToken cancellationToken) =>
        sending.IsCompleted ? sending : new ValueTask<string?>(sending.AsTask().WaitAsync(cancellationToken));

    private TimeSpan? Asked(Exception? fault) => fault is TransientRowException { RetryAfter: { } asked }
        ? asked < Definition.LongestWait ? asked : Definition.LongestWait
        : null;
}
