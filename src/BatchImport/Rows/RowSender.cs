using BatchImport.Results;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace BatchImport.Rows;

/// <summary>
/// Sends one valid row to its target and says what became of it. A fault of the target is an error of that row, never of its page:
/// transient faults are tried again, everything else is the row's reason.
/// </summary>
internal sealed partial class RowSender
{
    // Three tries 0.2 s and 0.4 s apart, with jitter, see a hiccup through; longer outages are the business of the activity's own retries and of the target.
    private const int Attempts = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    // A target that hangs must not hold its slice for ever.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    private readonly ILogger<RowSender> _logger;
    private readonly ResiliencePipeline<string?> _pipeline;

    public RowSender(TimeProvider time, ILogger<RowSender> logger)
    {
        _logger = logger;
        _pipeline = new ResiliencePipelineBuilder<string?> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<string?>
            {
                MaxRetryAttempts = Attempts - 1,
                Delay = FirstWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<string?>().Handle<TransientRowException>().Handle<TimeoutRejectedException>(),
            })
            .AddTimeout(AttemptTimeout)
            .Build();
    }

    /// <param name="target">Where the row goes.</param>
    /// <param name="index">The row's index in its page.</param>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">The host stops: the row is left for another time.</param>
    public async ValueTask<RowResult> SendAsync(IRowTarget target, int index, RowDelivery row, CancellationToken cancellationToken)
    {
        try
        {
            var reference = await _pipeline.ExecuteAsync(
                static (state, token) => state.target.SendAsync(state.row, token), (target, row), cancellationToken);
            return RowResult.Success(index, reference);
        }
        catch (RowRefusedException refused)
        {
            return Error(index, refused.Message);
        }
        catch (TransientRowException transient)
        {
            return Error(index, $"{transient.Message} (tried {Attempts} times)");
        }
        catch (TimeoutRejectedException)
        {
            return Error(index, $"target '{target.Name}' did not answer within {AttemptTimeout.TotalSeconds:0} s (tried {Attempts} times)");
        }
        catch (Exception bug) when (bug is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The message of an unknown exception may hold the row's values: its type is all that is told and logged.
            LogTargetFault(target.Name, row.BatchId, row.Number, bug.GetType().FullName);
            return Error(index, $"target '{target.Name}' failed unexpectedly ({bug.GetType().Name})");
        }
    }

    private static RowResult Error(int index, string message) => RowResult.Error(index, new RowError(null, message));

    [LoggerMessage(1201, LogLevel.Error, "Target {Target} failed on row {Row} of import {BatchId} with {ExceptionType}")]
    private partial void LogTargetFault(string target, string batchId, int row, string? exceptionType);
}
