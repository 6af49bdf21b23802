using BatchImport.Functions.Activities;
using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// One lane of an import: its pages one after the other, each page's slices side by side, some of them at a time. Starts anew after each page, so
/// that its history is never longer than one page's, and so that a restart repeats at most what was in flight.
/// </summary>
public static class ImportLane
{
    /// <summary>The event that tells a lane to look again what it may do; whoever steers an import raises it.</summary>
    public const string Steered = nameof(Steered);

    private const int SideBySideInAll = 32;

    // Measured with one activity a row: 16 a lane keep a host busy, 4 take twice the time.
    private const int LeastSideBySide = 16;

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
        var slices = new Queue<RowSlice>(RowSlice.Of(lane.BatchId, lane.Page, rows, lane.SliceRows));
        var order = RunOrder.Go;
        await Task.WhenAll(Enumerable.Range(0, SideBySide(lane.Step)).Select(_ => OneByOneAsync()));

        if (order == RunOrder.Cancel)
        {
            return;
        }

        if (order == RunOrder.Pause)
        {
            await UntilSteeredAsync(context);
            context.ContinueAsNew(lane);
            return;
        }

        if (lane.Next + lane.Step < lane.Count)
        {
            context.ContinueAsNew(lane with { Next = lane.Next + lane.Step });
        }

        async Task OneByOneAsync()
        {
            while (order == RunOrder.Go && slices.TryDequeue(out var slice))
            {
                var processed = await context.CallActivityAsync<ProcessedSlice>(nameof(ProcessRows), slice, options);
                order = processed.Order > order ? processed.Order : order;
            }
        }
    }

    // How many slices of a lane are at work at once. Without it, the thousand rows of a page whose target does not answer would take every
    // activity an instance runs (host.json), and whoever came next would wait for their time-outs.
    private static int SideBySide(int lanes) => Math.Max(LeastSideBySide, SideBySideInAll / lanes);

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
