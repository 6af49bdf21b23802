using BatchImport.Functions.Activities;
using BatchImport.Imports;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// One import, from the dropped file to the mail. Deterministic: no clock, no I/O, no settings; rows never pass through it, only
/// references and counts. It, and no counter, decides that the run is done.
/// </summary>
public static class ImportOrchestration
{
    // Rows can lose their results again while they are reprocessed, so a round that leaves rows open is followed by another. After this number of
    // rounds, more of them would not help.
    private const int MaxRounds = 10;

    /// <summary>Runs the import.</summary>
    /// <returns>The state it ended in.</returns>
    [Function(nameof(ImportOrchestration))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<ImportRun>() ?? throw new InvalidOperationException($"{nameof(ImportOrchestration)} was started without its input.");
        var calls = new ImportStepCalls(context, run.BatchId, run.Retries);
        var failure = await TryAsync(context, calls, run);
        return await ImportCompletion.RunAsync(calls, run.BatchId, failure);
    }

    /// <returns>Null when every row has its result and the workbook is stored, or the file is rejected; otherwise why the import cannot continue.</returns>
    private static async Task<ImportFailure?> TryAsync(TaskOrchestrationContext context, ImportStepCalls calls, ImportRun run)
    {
        try
        {
            var staged = await calls.RunAsync<StagedImport>(nameof(StageRows), run.BatchId);
            return staged.IsRejected || await ProcessAsync(context, calls, run, staged) ? null : new ImportFailure(run.BatchId, nameof(ReconcileResults));
        }
        catch (StepFailedException failed)
        {
            return new ImportFailure(run.BatchId, failed.Step, failed.Cause);
        }
        catch (TaskFailedException lane)
        {
            return new ImportFailure(run.BatchId, nameof(ProcessRows), lane.FailureDetails?.ErrorMessage);
        }
    }

    /// <returns>True when every row has its result and the workbook is stored; false when rows stay without one in every round.</returns>
    private static async Task<bool> ProcessAsync(TaskOrchestrationContext context, ImportStepCalls calls, ImportRun run, StagedImport staged)
    {
        IReadOnlyList<int>? only = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            await RunLanesAsync(context, run, staged, round, only);
            only = await calls.RunAsync<IReadOnlyList<int>>(nameof(ReconcileResults), run.BatchId);

            // Rows that lose their result between the two are found by the next round.
            if (only.Count == 0 && await calls.RunAsync<bool>(nameof(ComposeWorkbook), run.BatchId))
            {
                return true;
            }
        }

        return false;
    }

    private static Task RunLanesAsync(TaskOrchestrationContext context, ImportRun run, StagedImport staged, int round, IReadOnlyList<int>? only)
    {
        var count = Math.Min(staged.Lanes, only?.Count ?? staged.Pages);
        var lanes = new Task[count];
        for (var lane = 0; lane < count; lane++)
        {
            var input = new LaneRun(run.BatchId, staged.Rows, staged.Pages, staged.SliceRows, count, lane, only, run.Retries);
            lanes[lane] = context.CallSubOrchestratorAsync(
                nameof(ImportLane), input, new SubOrchestrationOptions(instanceId: $"{run.BatchId}-lane-{round}-{lane}"));
        }

        return Task.WhenAll(lanes);
    }
}
