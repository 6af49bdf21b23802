using BatchImport.Functions.Activities;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Staging;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Faults.Host;

/// <summary>
/// The import's activities, each executed twice, as by an engine that delivers at least once: the second time when the first has ended,
/// and for rows also while it runs. The second execution provides the result.
/// </summary>
/// <param name="imports">The import path.</param>
internal sealed class TwiceActivities(IImportSteps imports)
{
    [Function(nameof(StageRows))]
    public Task<StagedImport> StageRows([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        TwiceAsync(() => imports.StageAsync(batchId, cancellationToken));

    [Function(nameof(ProcessRows))]
    public async Task<ProcessedSlice> ProcessRows([ActivityTrigger] RowSlice slice, CancellationToken cancellationToken)
    {
        await Task.WhenAll(imports.ProcessAsync(slice, cancellationToken), imports.ProcessAsync(slice, cancellationToken));
        return await imports.ProcessAsync(slice, cancellationToken);
    }

    [Function(nameof(ReconcileResults))]
    public Task<IReadOnlyList<int>> ReconcileResults([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        TwiceAsync(() => imports.FindIncompletePagesAsync(batchId, cancellationToken));

    [Function(nameof(ComposeWorkbook))]
    public Task<bool> ComposeWorkbook([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        TwiceAsync(() => imports.ComposeAsync(batchId, cancellationToken));

    [Function(nameof(SendResults))]
    public Task<bool> SendResults([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        TwiceAsync(() => imports.SendAsync(batchId, cancellationToken));

    [Function(nameof(FinishImport))]
    public async Task<string> FinishImport([ActivityTrigger] ImportEnd end, CancellationToken cancellationToken) =>
        (await TwiceAsync(() => imports.FinishAsync(end.BatchId, end.Mailed, cancellationToken))).ToString();

    private static async Task<T> TwiceAsync<T>(Func<Task<T>> activity)
    {
        await activity();
        return await activity();
    }
}
