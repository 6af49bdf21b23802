using System.Diagnostics;
using BatchImport.Staging;
using Microsoft.Extensions.Logging;

namespace BatchImport.Telemetry;

/// <summary>Runs the steps of imports with telemetry: each has a span, a duration, and the batch id in the scope of its log messages.</summary>
internal sealed class StepTelemetry(TimeProvider time, ILogger<StepTelemetry> logger)
{
    private static readonly Func<ILogger, string, IDisposable?> BatchScope = LoggerMessage.DefineScope<string>("Import {BatchId}");

    /// <summary>Runs a step.</summary>
    /// <param name="step">The step, a value of <see cref="ImportStep"/>.</param>
    /// <param name="batchId">The import's id.</param>
    /// <param name="part">The object that runs the step.</param>
    /// <param name="work">The step; static, so that telemetry has no cost without a listener.</param>
    /// <param name="addTags">Adds the result to the span: counts, never contents.</param>
    /// <param name="slice">The slice that the step processes; null when there is none.</param>
    /// <param name="cancellationToken">Cancels the step. A step that the host interrupts has not failed.</param>
    public async Task<T> RunAsync<TPart, T>(
        string step, string batchId, TPart part, Func<TPart, string, CancellationToken, Task<T>> work, Action<Activity, T> addTags, RowSlice? slice, CancellationToken cancellationToken)
    {
        using var scope = BatchScope(logger, batchId);
        using var span = ImportTraces.Start(step, batchId, slice);
        var began = time.GetTimestamp();
        try
        {
            var outcome = await work(part, batchId, cancellationToken);
            ImportMetrics.StepEnded(step, time.GetElapsedTime(began), errorType: null);
            if (span is { IsAllDataRequested: true })
            {
                addTags(span, outcome);
            }

            return outcome;
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var type = ex.GetType().FullName ?? ex.GetType().Name;
            ImportTraces.Fail(span, type);
            ImportMetrics.StepEnded(step, time.GetElapsedTime(began), type);
            throw;
        }
    }
}
