using BatchImport.Common;
using BatchImport.Functions.Activities;
using BatchImport.Imports;
using BatchImport.Staging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// One lane of an import: processes its pages in sequence, each page's slices in parallel, a limited number at a time. Starts a new history after
/// each page and each outage, so that no history is longer than one page's, and so that a restart repeats at most what was in progress.
/// </summary>
public static class ImportLane
{
    /// <summary>The event that makes a lane read the import's state again; raised by every command.</summary>
    public const string CommandReceived = nameof(CommandReceived);

    private const int SideBySideInAll = 32;

    // Measured with one activity per row: 16 per lane keep a host busy, 4 take twice the time.
    private const int LeastSideBySide = 16;

    // The event may be lost when its sender stops between recording the command and raising it: a lane also reads the state periodically.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Processes the lane's next page, and continues with the one after it.</summary>
    [Function(nameof(ImportLane))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var lane = context.GetInput<LaneRun>() ?? throw new InvalidOperationException($"{nameof(ImportLane)} was started without its input.");
        var rows = Math.Min(RowPage.Size, lane.Rows - (lane.Page * RowPage.Size));
        var slices = new Queue<RowSlice>(RowSlice.Split(lane.BatchId, lane.Page, rows, lane.SliceRows));
        var command = RunCommand.Continue;
        Outage? outage = null;
        await Task.WhenAll(Enumerable.Range(0, SideBySide(lane.Step)).Select(_ => OneByOneAsync()));

        if (command == RunCommand.Cancel)
        {
            return;
        }

        if (command == RunCommand.Pause)
        {
            await UntilCommandAsync(context, LookAgain);
            context.ContinueAsNew(lane);
            return;
        }

        var calls = new ImportStepCalls(context, lane.BatchId, lane.Retries);
        if (outage is not null)
        {
            await WaitOutAsync(context, calls, lane, outage);
            return;
        }

        if (lane.Outage is not null)
        {
            await calls.NoteAsync(outage: null, since: default);
        }

        if (lane.Next + lane.Step < lane.Count)
        {
            context.ContinueAsNew(lane with { Next = lane.Next + lane.Step, Outage = null });
        }

        async Task OneByOneAsync()
        {
            while (command == RunCommand.Continue && outage is null && slices.TryDequeue(out var slice))
            {
                var (processed, met) = await ProcessAsync(context, lane.Retries, slice);
                outage = met ?? outage;
                command = processed?.Command > command ? processed.Command : command;
            }
        }
    }

    /// <summary>Processes a slice. An outage ends the attempt: the lane waits it out, with all its slices.</summary>
    /// <exception cref="StepFailedException">The slice kept failing for another reason.</exception>
    private static async Task<(ProcessedSlice? Processed, Outage? Outage)> ProcessAsync(TaskOrchestrationContext context, RetrySchedule retries, RowSlice slice)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await context.CallActivityAsync<ProcessedSlice>(nameof(ProcessRows), slice), null);
            }
            catch (TaskFailedException ex)
            {
                if (StepFailure.OutageOf(ex) is { } outage)
                {
                    return (null, outage);
                }

                if (attempt >= retries.Attempts)
                {
                    throw new StepFailedException(nameof(ProcessRows), StepFailure.CauseOf(ex), ex);
                }
            }

            await context.CreateTimer(retries.WaitAfter(attempt, isOutage: false), CancellationToken.None);
        }
    }

    private static async Task WaitOutAsync(TaskOrchestrationContext context, ImportStepCalls calls, LaneRun lane, Outage met)
    {
        var outage = new LaneOutage(lane.Outage?.Since ?? context.CurrentUtcDateTime, (lane.Outage?.Attempts ?? 0) + 1, met.Detail ?? lane.Outage?.Detail);
        if (context.CurrentUtcDateTime - outage.Since >= lane.Retries.OutagePatience)
        {
            throw new StepFailedException(nameof(ProcessRows), met.ToString());
        }

        await calls.NoteAsync(met with { Detail = outage.Detail }, outage.Since);
        await UntilCommandAsync(context, lane.Retries.WaitAfter(outage.Attempts, isOutage: true));
        context.ContinueAsNew(lane with { Outage = outage });
    }

    // How many slices of a lane are processed at the same time. Without a limit, the thousand rows of a page whose target does not answer would occupy
    // every activity that an instance runs (host.json), and other imports would wait for their time-outs.
    private static int SideBySide(int lanes) => Math.Max(LeastSideBySide, SideBySideInAll / lanes);

    // A superfluous event costs one read of the state; a missing one, a wait.
    private static async Task UntilCommandAsync(TaskOrchestrationContext context, TimeSpan longest)
    {
        try
        {
            await context.WaitForExternalEvent<string>(CommandReceived, longest);
        }
        catch (OperationCanceledException)
        {
            // No command came: the next attempt reads the import's state.
        }
    }
}
