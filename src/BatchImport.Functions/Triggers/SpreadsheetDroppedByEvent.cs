using Azure.Storage.Blobs;
using BatchImport.Staging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Triggers;

/// <summary>
/// A file was dropped, told by Event Grid: the only source Flex Consumption knows, and the quick one elsewhere. Its twin is
/// <see cref="SpreadsheetDropped"/>; the setting <c>AzureWebJobs.SpreadsheetDroppedByEvent.Disabled</c> turns this one off.
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
