using Azure.Storage.Blobs.Models;
using BatchImport.Common;
using BatchImport.Results;
using BatchImport.Staging;
using Microsoft.Extensions.Logging;

namespace BatchImport.Pipeline;

/// <summary>Restores the list of imports after Redis lost its data: from the folders of the container for staged rows, one per import.</summary>
internal sealed partial class LostImports(StorageContainers containers, IResultStore results, ProgressTracker progress, ILogger<LostImports> logger)
{
    // Each is a few small blobs.
    private const int AtOnce = 16;

    /// <summary>Restores the imports that Redis does not list. Does nothing while Redis has kept the mark that it lists them all.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (await results.ListsAllAsync(cancellationToken))
        {
            return;
        }

        await results.BeginListingAsync(cancellationToken);
        var restored = 0;
        await Parallel.ForEachAsync(
            containers.Staging.GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = "/" }, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (item, stop) =>
            {
                if (item.IsPrefix && item.Prefix.TrimEnd('/') is var id && ImportId.IsValid(id) && await RestoreAsync(id, stop))
                {
                    Interlocked.Increment(ref restored);
                }
            });
        await results.EndListingAsync(cancellationToken);
        if (restored > 0)
        {
            LogRestored(restored);
        }
    }

    private async Task<bool> RestoreAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await results.FindAsync(batchId, cancellationToken) is not { } known)
        {
            return await progress.RestoreAsync(batchId, state: null, cancellationToken) is not null;
        }

        // Changes no field, but adds it to the list.
        await results.CreateAsync(known, cancellationToken);
        return false;
    }

    [LoggerMessage(1402, LogLevel.Warning, "Restored {Count} imports, which Redis did not have, from storage")]
    private partial void LogRestored(int count);
}
