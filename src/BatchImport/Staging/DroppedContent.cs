using Azure;
using Azure.Storage.Blobs.Models;

namespace BatchImport.Staging;

/// <summary>Reads dropped files. A file is always read in the version of its request.</summary>
/// <param name="containers">The storage account.</param>
internal sealed class DroppedContent(StorageContainers containers)
{
    // Reads of the blob: large, since the file is read from front to end.
    private const int BufferBytes = 4 * 1024 * 1024;

    /// <summary>Opens a file, to be read from front to end.</summary>
    /// <exception cref="RequestFailedException">412 or 404, also while it is read: the file was replaced or deleted.</exception>
    public Task<Stream> OpenAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        var options = new BlobOpenReadOptions(allowModifications: false)
        {
            BufferSize = BufferBytes,
            Conditions = new BlobRequestConditions { IfMatch = new ETag($"\"{request.ETag}\"") },
        };
        return containers.Dropped(request).OpenReadAsync(options, cancellationToken);
    }

    /// <returns>The request of an append blob's current version; null when that is the version of the request, or the blob was deleted.</returns>
    public async Task<ImportRequest?> FindGrownAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties now = await containers.Dropped(request).GetPropertiesAsync(cancellationToken: cancellationToken);
            var version = now.ETag.ToString().Trim('"');
            return version == request.ETag ? null : request with { ETag = version, Size = now.ContentLength };
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            return null;
        }
    }
}
