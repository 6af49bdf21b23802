using BatchImport.Functions.Activities;
using BatchImport.Imports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// One import, from the dropped file to the mail. Deterministic: no clock, no I/O, no settings; it handles no rows, only
/// references and counts. It, and not a counter, decides that the run is complete.
/// </summary>
public static class ImportOrchestration
{
    /// <summary>The output of a run whose file was deleted or replaced before its rows were read.</summary>
    public const string Superseded = nameof(Superseded);

    // Rows can lose their results again while they are reprocessed, so a round that leaves rows without one is followed by another. After this
    // number of rounds, further ones would not help.
    private const int MaxRounds = 10;

    /// <summary>Runs the import.</summary>
    /// <returns>The state it ended in; <see cref="Superseded"/> for a file that was deleted or replaced before its rows were read.</returns>
    [Function(nameof(ImportOrchestration))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<ImportInput>() ?? throw new InvalidOperationException($"{nameof(ImportOrchestration)} was started without its input.");
        var calls = new ImportStepCalls(context, run.BatchId, run.Retries);
        if (run.SettleTime is { } settle)
        {
            // A later version has another run: then this run's version does not exist any more when its rows are to be read.
            await context.CreateTimer(settle, CancellationToken.None);
        }

        var (staged, failure) = await TryAsync(context, calls, run);
        if (staged is { IsUnsettled: true })
        {
            context.ContinueAsNew(run);
            return Superseded;
        }

        return staged is { IsSuperseded: true } ? Superseded : await FinalSteps.RunAsync(calls, run.BatchId, failure);
    }

    /// <returns>
    /// The result of staging, if it ended, and why the import cannot continue: null when every row has its result and the workbook is stored, the file is
    /// rejected, or there is nothing to process.
    /// </returns>
    private static async Task<(StagedImport? Staged, ImportFailure? Failure)> TryAsync(TaskOrchestrationContext context, ImportStepCalls calls, ImportInput run)
    {
        StagedImport? staged = null;
        try
        {
            staged = await calls.RunAsync<StagedImport>(nameof(StageRows), run.BatchId);
            var isDone = staged.IsRejected || staged.IsSuperseded || staged.IsUnsettled || await ProcessAsync(context, calls, run, staged);
            return (staged, isDone ? null : new ImportFailure(run.BatchId, nameof(ReconcileResults)));
        }
        catch (StepFailedException ex)
        {
            return (staged, new ImportFailure(run.BatchId, ex.Step, ex.Cause));
        }
        catch (TaskFailedException ex)
        {
            return (staged, new ImportFailure(run.BatchId, nameof(ProcessRows), ex.FailureDetails?.ErrorMessage));
        }
    }

    /// <returns>True when every row has its result and the workbook is stored; false when rows stay without one in every round.</returns>
    private static async Task<bool> ProcessAsync(TaskOrchestrationContext context, ImportStepCalls calls, ImportInput run, StagedImport staged)
    {
        IReadOnlyList<int>? only = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            await RunLanesAsync(context, run, staged, round, only);
            only = await calls.RunAsync<IReadOnlyList<int>>(nameof(ReconcileResults), run.BatchId);

            // The next round finds rows that lose their result between the two.
            if (only.Count == 0 && await calls.RunAsync<bool>(nameof(ComposeWorkbook), run.BatchId))
            {
                return true;
            }
        }

        return false;
    }

    private static Task RunLanesAsync(TaskOrchestrationContext context, ImportInput run, StagedImport staged, int round, IReadOnlyList<int>? only)
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
