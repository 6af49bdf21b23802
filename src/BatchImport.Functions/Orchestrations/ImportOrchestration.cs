using BatchImport.Functions.Activities;
using BatchImport.Imports;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// One import, from the dropped file to the mail. Deterministic: no clock, no I/O, no settings; rows never pass through it, only
/// references and counts. It, and no counter, decides that the run is done.
/// </summary>
public static class ImportOrchestration
{
    // Rows can be lost again while they are made up for. A round that leaves rows open is followed by another; when so many did not help,
    // something is wrong that more of them would not mend.
    private const int MaxRounds = 10;

    /// <summary>Runs the import.</summary>
    /// <returns>The state it ended in.</returns>
    [Function(nameof(ImportOrchestration))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<ImportRun>() ?? throw new InvalidOperationException($"{nameof(ImportOrchestration)} was started without its input.");
        var options = run.Retries.ToOptions();
        try
        {
            var staged = await context.CallActivityAsync<StagedImport>(nameof(StageRows), run.BatchId, options);
            if (!staged.IsRejected && !await ProcessAsync(context, run, staged))
            {
                await context.CallActivityAsync(nameof(FailImport), new ImportFailure(run.BatchId, nameof(ReconcileResults)), options);
            }
        }
        catch (TaskFailedException failure)
        {
            // What was done stays readable and the owner is told; the fault itself is in this instance's history and in the log.
            await context.CallActivityAsync(nameof(FailImport), new ImportFailure(run.BatchId, failure.TaskName), options);
        }

        return await FinishAsync(context, run, options);
    }

    /// <returns>True when every row has its result and the workbook is stored; false when rows stay without one whatever is done.</returns>
    private static async Task<bool> ProcessAsync(TaskOrchestrationContext context, ImportRun run, StagedImport staged)
    {
        IReadOnlyList<int>? only = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            await RunLanesAsync(context, run, staged, round, only);
            only = await context.CallActivityAsync<IReadOnlyList<int>>(nameof(ReconcileResults), run.BatchId, run.Retries.ToOptions());

            // Rows that lose their result between the two are found by the next round.
            if (only.Count == 0 && await context.CallActivityAsync<bool>(nameof(ComposeWorkbook), run.BatchId, run.Retries.ToOptions()))
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

    private static async Task<string> FinishAsync(TaskOrchestrationContext context, ImportRun run, TaskOptions options)
    {
        bool mailed;
        try
        {
            mailed = await context.CallActivityAsync<bool>(nameof(SendResults), run.BatchId, options);
        }
        catch (TaskFailedException)
        {
            // The import is done all the same: the workbook is there, and the state says that the mail failed.
            mailed = false;
        }

        return await context.CallActivityAsync<string>(nameof(FinishImport), new ImportEnd(run.BatchId, mailed), options);
    }
}
