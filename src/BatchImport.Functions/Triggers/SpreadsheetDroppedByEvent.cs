using Azure.Storage.Blobs;
using BatchImport.Staging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Triggers;

/// <summary>
/// A file was dropped, as reported by Event Grid: the only source that Flex Consumption supports, and a faster one elsewhere. The alternative is
/// <see cref="SpreadsheetDropped"/>; the setting <c>AzureWebJobs.SpreadsheetDroppedByEvent.Disabled</c> disables this one.
/// </summary>
/// <param name="imports">Starts runs.</param>
public sealed class SpreadsheetDroppedByEvent(ImportStarter imports)
{
    /// <summary>Starts the run of the dropped file.</summary>
    [Function(nameof(SpreadsheetDroppedByEvent))]
    public Task RunAsync(
        [BlobTrigger(StorageContainers.ImportsName + "/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => imports.StartAsync(blob, client, cancellationToken);
}
