using BatchImport.Functions.Activities;
using BatchImport.Rows;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// One lane of an import: its pages one after the other, each page's slices side by side. Starts anew after each page, so that its history
/// is never longer than one page's, and so that a restart repeats at most what was in flight.
/// </summary>
public static class ImportLane
{
    /// <summary>Processes the lane's next page, and goes on with the one after it.</summary>
    [Function(nameof(ImportLane))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var lane = context.GetInput<LaneRun>() ?? throw new InvalidOperationException($"{nameof(ImportLane)} was started without its input.");
        var rows = Math.Min(RowPage.Size, lane.Rows - (lane.Page * RowPage.Size));
        var options = lane.Retries.ToOptions();
        await Task.WhenAll(RowSlice.Of(lane.BatchId, lane.Page, rows, lane.SliceRows)
            .Select(slice => context.CallActivityAsync(nameof(ProcessRows), slice, options)));

        if (lane.Next + lane.Step < lane.Count)
        {
            context.ContinueAsNew(lane with { Next = lane.Next + lane.Step });
        }
    }
}
