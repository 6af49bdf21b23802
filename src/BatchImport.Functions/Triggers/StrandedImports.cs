using BatchImport.Functions.Activities;
using BatchImport.Functions.Orchestrations;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Results;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Functions.Triggers;

/// <summary>
/// Ends imports that are not final and have no running orchestration: it was terminated, purged, or failed. An import whose run never
/// began is started.
/// </summary>
/// <param name="imports">The import path.</param>
/// <param name="starter">Starts runs.</param>
/// <param name="options">How imports run.</param>
/// <param name="time">The time.</param>
/// <param name="logger">The log.</param>
public sealed partial class StrandedImports(
    IImportSteps imports, ImportStarter starter, IOptions<ImportOptions> options, TimeProvider time, ILogger<StrandedImports> logger)
{
    // A run is scheduled shortly after its import is shown as queued.
    private static readonly TimeSpan StartGrace = TimeSpan.FromMinutes(1);

    private const int ImportsAtOnce = 100;

    private static readonly ImportFilter NotFinal = new() { States = [.. Enum.GetValues<ImportState>().Where(state => !state.IsFinal())] };

    /// <summary>Ends every stranded import, also those that Redis has lost.</summary>
    public async Task EndAllAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        await imports.RestoreLostAsync(cancellationToken);
        var open = await imports.ListAsync(NotFinal, skip: 0, ImportsAtOnce, cancellationToken);
        for (var skip = open.Count; open.Count > 0; skip += open.Count)
        {
            foreach (var import in open)
            {
                await EndIfStrandedAsync(client, import.BatchId, cancellationToken);
            }

            if (open.Count < ImportsAtOnce)
            {
                return;
            }

            open = await imports.ListAsync(NotFinal, skip, ImportsAtOnce, cancellationToken);
        }
    }

    /// <summary>Ends an import if it is stranded. Safe to repeat, and to run on several instances at the same time.</summary>
    /// <returns>True when the import was stranded and its end has begun.</returns>
    public async Task<bool> EndIfStrandedAsync(DurableTaskClient client, string batchId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var orchestration = await client.GetInstanceAsync(batchId, cancellationToken);
        if (orchestration is { IsCompleted: false })
        {
            return false;
        }

        // The state is read after the orchestration: an orchestration writes the final state before it ends.
        if (await imports.FindAsync(batchId, cancellationToken) is not { } import || import.State.IsFinal())
        {
            return false;
        }

        if (orchestration is null && import.State == ImportState.Queued)
        {
            return time.GetUtcNow() - import.ReceivedAt >= StartGrace && await starter.StartAgainAsync(batchId, client, cancellationToken);
        }

        var status = orchestration?.RuntimeStatus.ToString().ToLowerInvariant() ?? "gone";
        var endId = $"{batchId}-end";
        if (await client.GetInstanceAsync(endId, cancellationToken) is { IsCompleted: false })
        {
            return true;
        }

        LogStranded(batchId, status);
        await StopLanesAsync(client, batchId, cancellationToken);
        var run = new EndRun(new ImportFailure(batchId, FailureText.Orchestration, $"the orchestration is {status}"), RetrySchedule.From(options.Value));
        await client.ScheduleUnlessRunningAsync(nameof(EndImport), run, endId, cancellationToken);
        return true;
    }

    // Lanes that outlive their import would process rows that its workbook lists as not processed.
    private static async Task StopLanesAsync(DurableTaskClient client, string batchId, CancellationToken cancellationToken)
    {
        var parts = new OrchestrationQuery(
            InstanceIdPrefix: $"{batchId}-", Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended]);
        await foreach (var part in client.GetAllInstancesAsync(parts).WithCancellation(cancellationToken))
        {
            await client.TerminateIfRunningAsync(part.InstanceId, cancellationToken);
        }
    }

    [LoggerMessage(1011, LogLevel.Error, "Import {BatchId} has no running orchestration (it is {Status}): it is ended with the results so far")]
    private partial void LogStranded(string batchId, string status);
}
