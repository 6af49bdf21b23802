using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Triggers;

/// <summary>Once a day, forgets the runs of imports that have expired. Their blobs go by the storage account's lifecycle rules in Azure, and here.</summary>
/// <param name="imports">The import path.</param>
public sealed class ForgetImports(ImportSteps imports)
{
    /// <summary>Purges what is older than the retention.</summary>
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
