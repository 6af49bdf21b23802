using Azure.Storage.Blobs;
using BatchImport.Staging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Triggers;

/// <summary>
/// A file was dropped, found by polling the container: for the LocalHost and all plans except Flex Consumption. The alternative is
/// <see cref="SpreadsheetDroppedByEvent"/>; the setting <c>AzureWebJobs.SpreadsheetDropped.Disabled</c> disables this one.
/// </summary>
/// <param name="imports">Starts runs.</param>
public sealed class SpreadsheetDropped(ImportStarter imports)
{
    /// <summary>Starts the run of the dropped file.</summary>
    [Function(nameof(SpreadsheetDropped))]
    public Task RunAsync(
        [BlobTrigger(StorageContainers.ImportsName + "/{name}")] BlobClient blob,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => imports.StartAsync(blob, client, cancellationToken);
}
