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

/// <inheritdoc cref="IDroppedFiles"/>
internal sealed partial class DroppedFiles(
    ImportDocuments documents, ProgressTracker progress, ImportClock clock, ILogger<DroppedFiles> logger) : IDroppedFiles
{
    /// <inheritdoc/>
    public async Task<ImportRequest?> LookAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        BlobProperties properties;
        try
        {
            properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
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
            ReceivedAt = clock.Now,
        };
    }

    /// <inheritdoc/>
    public Task<ImportRequest?> FindAsync(string batchId, CancellationToken cancellationToken) => documents.FindRequestAsync(batchId, cancellationToken);

    /// <inheritdoc/>
    public async Task AcceptAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = await documents.FindRequestAsync(request.BatchId, cancellationToken);
        if (known is null)
        {
            await documents.SaveAsync(request, cancellationToken);
        }

        try
        {
            await progress.CreateAsync(known ?? request, cancellationToken);
        }
        catch (Exception ex) when (ex is RedisException or TimeoutException)
        {
            LogNotShown(ex, request.BatchId);
        }
    }

    [LoggerMessage(1103, LogLevel.Warning, "Import {BatchId} is not shown yet because Redis is unavailable; its run starts nevertheless")]
    private partial void LogNotShown(Exception exception, string batchId);

    // A blob's name may contain an address: the log has the id that its import would have.
    [LoggerMessage(1104, LogLevel.Information, "Blob version {BlobVersion} is ignored: {Reason}")]
    private partial void LogIgnored(string blobVersion, string reason);
}
