using System.Diagnostics;
using BatchImport.Staging;
using Microsoft.Extensions.Logging;

namespace BatchImport.Telemetry;

/// <summary>Runs the steps of imports so that they can be watched: each has a span, a duration, and the batch id in the scope of what it logs.</summary>
internal sealed class StepTelemetry(TimeProvider time, ILogger<StepTelemetry> logger)
{
    private static readonly Func<ILogger, string, IDisposable?> BatchScope = LoggerMessage.DefineScope<string>("Import {BatchId}");

    /// <summary>Runs a step.</summary>
    /// <param name="step">Which, of <see cref="ImportStep"/>.</param>
    /// <param name="batchId">The import's id.</param>
    /// <param name="part">What does it.</param>
    /// <param name="work">The step; static, so that watching costs nothing when nobody does.</param>
    /// <param name="tell">Adds what came of it to its span: counts, never contents.</param>
    /// <param name="cancellationToken">Ends the work. A step that the host interrupts has not failed.</param>
    /// <param name="slice">The slice the step is about, if it is about one.</param>
    public async Task<T> RunAsync<TPart, T>(
        string step, string batchId, TPart part, Func<TPart, string, CancellationToken, Task<T>> work, Action<Activity, T> tell, CancellationToken cancellationToken, RowSlice? slice = null)
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
                tell(span, outcome);
            }

            return outcome;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var type = fault.GetType().FullName ?? fault.GetType().Name;
            ImportTraces.Fail(span, type);
            ImportMetrics.StepEnded(step, time.GetElapsedTime(began), type);
            throw;
        }
    }
}
