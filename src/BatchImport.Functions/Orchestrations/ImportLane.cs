using BatchImport.Functions.Activities;
using BatchImport.Imports;
using BatchImport.Rows;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// One lane of an import: its pages one after the other, each page's slices side by side. Starts anew after each page, so that its history
/// is never longer than one page's, and so that a restart repeats at most what was in flight.
/// </summary>
public static class ImportLane
{
    /// <summary>The event that tells a lane to look again what it may do; whoever steers an import raises it.</summary>
    public const string Steered = nameof(Steered);

    // The event may be lost, when whoever raises it dies between noting the order and telling it: a lane looks again by itself.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Processes the lane's next page, and goes on with the one after it.</summary>
    [Function(nameof(ImportLane))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var lane = context.GetInput<LaneRun>() ?? throw new InvalidOperationException($"{nameof(ImportLane)} was started without its input.");
        var rows = Math.Min(RowPage.Size, lane.Rows - (lane.Page * RowPage.Size));
        var options = lane.Retries.ToOptions();
        var slices = await Task.WhenAll(RowSlice.Of(lane.BatchId, lane.Page, rows, lane.SliceRows)
            .Select(slice => context.CallActivityAsync<ProcessedSlice>(nameof(ProcessRows), slice, options)));

        if (slices.Any(slice => slice.Order == RunOrder.Cancel))
        {
            return;
        }

        if (slices.Any(slice => slice.Order == RunOrder.Pause))
        {
            await UntilSteeredAsync(context);
            context.ContinueAsNew(lane);
            return;
        }

        if (lane.Next + lane.Step < lane.Count)
        {
            context.ContinueAsNew(lane with { Next = lane.Next + lane.Step });
        }
    }

    // An event too many costs one look; one too few, a wait.
    private static async Task UntilSteeredAsync(TaskOrchestrationContext context)
    {
        try
        {
            await context.WaitForExternalEvent<string>(Steered, LookAgain);
        }
        catch (OperationCanceledException)
        {
            // Nobody said anything: the rows' state tells whether that is still so.
        }
    }
}
