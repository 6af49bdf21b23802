using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace BatchImport.Imports;

/// <summary>Takes note of dropped files, before their run is scheduled.</summary>
public sealed class DroppedFiles
{
    private readonly ImportDocuments _documents;
    private readonly ProgressTracker _progress;
    private readonly ImportClock _clock;

    internal DroppedFiles(ImportDocuments documents, ProgressTracker progress, ImportClock clock)
    {
        _documents = documents;
        _progress = progress;
        _clock = clock;
    }

    /// <summary>Looks at a dropped blob as it is now.</summary>
    /// <returns>What there is to import; null when nothing is: the blob is gone again, or is the marker of a folder.</returns>
    public async Task<ImportRequest?> LookAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        BlobProperties properties;
        try
        {
            properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }

        var metadata = new Dictionary<string, string>(properties.Metadata, StringComparer.OrdinalIgnoreCase);

        // How an account with a hierarchical namespace shows a folder.
        if (metadata.TryGetValue("hdi_isfolder", out var folder) && string.Equals(folder, "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var version = properties.ETag.ToString().Trim('"');
        return new ImportRequest
        {
            BatchId = ImportId.For(blob.BlobContainerName, blob.Name, version),
            Container = blob.BlobContainerName,
            BlobName = blob.Name,
            ETag = version,
            Size = properties.ContentLength,
            Metadata = metadata,
            ReceivedAt = _clock.Now,
        };
    }

    /// <summary>Stores the request and shows the import as queued. Safe to repeat: the first arrival's time stays.</summary>
    public async Task AcceptAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = await _documents.FindRequestAsync(request.BatchId, cancellationToken);
        if (known is null)
        {
            await _documents.SaveAsync(request, cancellationToken);
        }

        await _progress.CreateAsync(known ?? request, cancellationToken);
    }
}
