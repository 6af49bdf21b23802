using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Staging;

namespace BatchImport.Imports;

/// <summary>
/// The last import of each file's name, as blobs <c>staging/claims/*.json</c>. They are written under the condition that no other import has
/// written in between, so that of two imports of the same file one sees the other.
/// </summary>
/// <param name="containers">The storage account's containers.</param>
internal sealed class ContentClaims(StorageContainers containers)
{
    /// <summary>The claim of a name and its version; null for both when the name is not claimed.</summary>
    public async Task<(ContentClaim? Claim, ETag? Version)> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult found = await Blob(name).DownloadContentAsync(cancellationToken);
            return (JsonSerializer.Deserialize(found.Content, ImportJson.Default.ContentClaim), found.Details.ETag);
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            return (null, null);
        }
    }

    /// <summary>Writes the claim of a name, unless it was written since it was read.</summary>
    /// <param name="name">The name, as in <see cref="ImportedContent.Name"/>.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="version">The version that was read; null when there was none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True when it is written.</returns>
    public async Task<bool> TryWriteAsync(string name, ContentClaim claim, ETag? version, CancellationToken cancellationToken)
    {
        var conditions = version is { } read ? new BlobRequestConditions { IfMatch = read } : new BlobRequestConditions { IfNoneMatch = ETag.All };
        var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(claim, ImportJson.Default.ContentClaim));
        try
        {
            await Blob(name).UploadAsync(content, new BlobUploadOptions { Conditions = conditions }, cancellationToken);
            return true;
        }
        catch (RequestFailedException ex) when (ex.Status is 409 or 412)
        {
            return false;
        }
    }

    private BlobClient Blob(string name) => containers.Staging.GetBlobClient($"claims/{name}.json");
}
