using Azure.Storage.Blobs;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>Registers dropped files before their run is scheduled.</summary>
public interface IDroppedFiles
{
    /// <summary>Reads the current properties of a dropped blob.</summary>
    /// <returns>What to import; null when there is nothing: the blob was deleted, or is not a spreadsheet (<see cref="IgnoredFiles"/>).</returns>
    Task<ImportRequest?> LookAsync(BlobClient blob, CancellationToken cancellationToken);

    /// <summary>The request of an accepted import; null when the import is unknown or was deleted.</summary>
    Task<ImportRequest?> FindAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the request and shows the import as queued. Safe to repeat: the time of the first arrival is kept. When Redis is unavailable, the
    /// first step of the import shows it later: a trigger abandons a file after a few attempts, and the run waits longer than that.
    /// </summary>
    Task AcceptAsync(ImportRequest request, CancellationToken cancellationToken);
}
