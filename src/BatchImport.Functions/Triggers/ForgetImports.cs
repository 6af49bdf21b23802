using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Triggers;

/// <summary>Once a day, deletes the runs and blobs of expired imports. In Azure, lifecycle rules of the storage account delete blobs as well.</summary>
/// <param name="imports">The import path.</param>
public sealed class ForgetImports(IImportSteps imports)
{
    /// <summary>Purges runs that are older than the retention.</summary>
    [Function(nameof(ForgetImports))]
    public async Task RunAsync([TimerTrigger("0 17 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var before = await imports.ForgetAsync(cancellationToken);
        await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedTo: before, Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]),
            cancellationToken);
    }
}
