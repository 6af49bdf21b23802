using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Staging;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace BatchImport.Pipeline;

/// <summary>Registers dropped files before their run is scheduled.</summary>
public sealed partial class DroppedFiles
{
    private readonly ImportDocuments _documents;
    private readonly ProgressTracker _progress;
    private readonly ImportClock _clock;
    private readonly ILogger _logger;

    internal DroppedFiles(ImportDocuments documents, ProgressTracker progress, ImportClock clock, ILogger<DroppedFiles> logger)
    {
        _documents = documents;
        _progress = progress;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Reads the current properties of a dropped blob.</summary>
    /// <returns>What to import; null when there is nothing: the blob was deleted, or is not a spreadsheet (<see cref="IgnoredFiles"/>).</returns>
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

        if (IgnoredFiles.ReasonFor(blob.Name, properties) is { } reason)
        {
            LogIgnored(ImportId.For(blob.BlobContainerName, blob.Name, properties.ETag.ToString()), reason);
            return null;
        }

        // Every append makes a new version, but only one import.
        var isAppended = properties.BlobType == BlobType.Append;
        var version = properties.ETag.ToString().Trim('"');
        return new ImportRequest
        {
            BatchId = ImportId.For(blob.BlobContainerName, blob.Name, isAppended ? $"append-{properties.CreatedOn.UtcTicks}" : version),
            Container = blob.BlobContainerName,
            BlobName = blob.Name,
            ETag = version,
            Size = properties.ContentLength,
            Metadata = new Dictionary<string, string>(properties.Metadata, StringComparer.OrdinalIgnoreCase),
            ContentType = properties.ContentType,

            // The hash of a blob that can be changed in place is that of an earlier content.
            ContentMd5 = properties.BlobType == BlobType.Block && properties.ContentHash is { Length: > 0 } hash ? Convert.ToBase64String(hash) : null,
            CreatedAt = properties.CreatedOn,
            ModifiedAt = properties.LastModified,
            IsUnfinished = isAppended || properties.ContentLength == 0,
            IsAppended = isAppended,
            ReceivedAt = _clock.Now,
        };
    }

    /// <summary>The request of an accepted import; null when the import is unknown or was deleted.</summary>
    public Task<ImportRequest?> FindAsync(string batchId, CancellationToken cancellationToken) => _documents.FindRequestAsync(batchId, cancellationToken);

    /// <summary>
    /// Stores the request and shows the import as queued. Safe to repeat: the time of the first arrival is kept. When Redis is unavailable, the
    /// first step of the import shows it later: a trigger abandons a file after a few attempts, and the run waits longer than that.
    /// </summary>
    public async Task AcceptAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = await _documents.FindRequestAsync(request.BatchId, cancellationToken);
        if (known is null)
        {
            await _documents.SaveAsync(request, cancellationToken);
        }

        try
        {
            await _progress.CreateAsync(known ?? request, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            LogNotShown(exception, request.BatchId);
        }
    }

    [LoggerMessage(1103, LogLevel.Warning, "Import {BatchId} is not shown yet because Redis is unavailable; its run starts nevertheless")]
    private partial void LogNotShown(Exception exception, string batchId);

    // A blob's name may contain an address: the log has the id that its import would have.
    [LoggerMessage(1104, LogLevel.Information, "Blob version {BlobVersion} is ignored: {Reason}")]
    private partial void LogIgnored(string blobVersion, string reason);
}
