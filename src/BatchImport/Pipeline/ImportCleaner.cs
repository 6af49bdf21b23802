using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Targets.Sql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Pipeline;

/// <summary>
/// Deletes staged pages, documents and workbooks of imports that have expired. The dropped files belong to their owners and are kept. In Azure the
/// account's lifecycle rules do the same; this is for hosts without such rules.
/// </summary>
internal sealed partial class ImportCleaner(StorageContainers containers, SqlLedgers ledgers, TimeProvider time, IOptions<ImportOptions> options, ILogger<ImportCleaner> logger)
{
    public async Task<DateTimeOffset> CleanAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.Retention;
        var deleted = await CleanAsync(containers.Staging, before, cancellationToken) + await CleanAsync(containers.Results, before, cancellationToken);
        LogCleaned(deleted);

        // A day more: an import near its end may still send rows that were written when it began.
        await ledgers.ForgetAsync(before - TimeSpan.FromDays(1), cancellationToken);
        return before;
    }

    private static async Task<int> CleanAsync(BlobContainerClient container, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix: null, cancellationToken))
        {
            if (blob.Properties.LastModified < before)
            {
                await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
                deleted++;
            }
        }

        return deleted;
    }

    [LoggerMessage(1401, LogLevel.Information, "Deleted {Count} blobs of expired imports")]
    private partial void LogCleaned(int count);
}
