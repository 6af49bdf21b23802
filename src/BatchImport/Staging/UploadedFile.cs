using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace BatchImport.Staging;

/// <summary>
/// A file that is being uploaded. Its content is stored as uncommitted blocks, which no storage client and no trigger sees, until everything that
/// comes with it is known: the blob appears complete, with its metadata, or not at all. A file of one block is kept in memory until then.
/// </summary>
/// <param name="blob">The blob that the file becomes. It must not exist.</param>
public sealed class UploadedFile(BlockBlobClient blob) : IAsyncDisposable
{
    /// <summary>The bytes of a block. A block that is filled and one that is sent are in memory.</summary>
    public const int BlockBytes = 4 * 1024 * 1024;

    /// <summary>The metadata of a blob that was uploaded over HTTP.</summary>
    internal const string UploadedMetadata = "uploaded";

    /// <summary>
    /// The metadata of the blob that takes the place of abandoned blocks for the moment until it is deleted: such a blob is not imported.
    /// </summary>
    internal const string AbandonedMetadata = "abandoned";

    private readonly List<string> _blocks = [];

    // Azure Storage stores the MD5 of a blob that is written with one request; for a list of blocks, the client provides it.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "The algorithm is the one of the Content-MD5 property.")]
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    private byte[] _only = [];
    private bool _isCommitted;

    /// <summary>Stores the content. Call it once.</summary>
    /// <param name="content">The content, read from front to end.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    public async Task StoreAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var sending = Task.CompletedTask;
        var sent = ArrayPool<byte>.Shared.Rent(BlockBytes);
        var filled = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            int length;
            do
            {
                length = await content.ReadAtLeastAsync(filled.AsMemory(0, BlockBytes), BlockBytes, throwOnEndOfStream: false, cancellationToken);
                _md5.AppendData(filled, 0, length);
                await sending;
                if (length < BlockBytes && _blocks.Count == 0)
                {
                    _only = filled.AsSpan(0, length).ToArray();
                }
                else if (length > 0)
                {
                    sending = SendAsync(filled, length, cancellationToken);
                    (sent, filled) = (filled, sent);
                }
            }
            while (length == BlockBytes);
            await sending;
        }
        finally
        {
            // The buffer of a request must not be used again before the request ends.
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(sent);
            ArrayPool<byte>.Shared.Return(filled);
        }
    }

    /// <summary>Makes the blob appear.</summary>
    /// <param name="fields">Its metadata: ASCII.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The blob's version.</returns>
    public async Task<ETag> CommitAsync(IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>(fields, StringComparer.OrdinalIgnoreCase) { [UploadedMetadata] = "true" };
        BlobContentInfo stored = _blocks.Count == 0
            ? await blob.UploadAsync(new MemoryStream(_only, writable: false), new BlobUploadOptions { Metadata = metadata }, cancellationToken)
            : await blob.CommitBlockListAsync(
                _blocks,
                new CommitBlockListOptions { Metadata = metadata, HttpHeaders = new BlobHttpHeaders { ContentHash = _md5.GetHashAndReset() } },
                cancellationToken);
        _isCommitted = true;
        return stored.ETag;
    }

    /// <summary>Removes the blocks of a file that was not committed. What cannot be removed now, Azure Storage removes after a week.</summary>
    public async ValueTask DisposeAsync()
    {
        _md5.Dispose();
        if (_isCommitted || _blocks.Count == 0)
        {
            return;
        }

        try
        {
            // Writing the blob in one request discards its uncommitted blocks; there is no request that only discards them.
            var abandoned = new BlobUploadOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [AbandonedMetadata] = "true" } };
            await blob.UploadAsync(Stream.Null, abandoned, CancellationToken.None);
            await blob.DeleteIfExistsAsync(cancellationToken: CancellationToken.None);
        }
        catch (RequestFailedException)
        {
            // Blocks of a file that was refused are invisible, and the refusal is the answer.
        }
    }

    private async Task SendAsync(byte[] buffer, int length, CancellationToken cancellationToken)
    {
        // All ids of a blob have the same length.
        var id = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(_blocks.Count.ToString("D8", CultureInfo.InvariantCulture)));
        _blocks.Add(id);
        await blob.StageBlockAsync(id, new MemoryStream(buffer, 0, length, writable: false), cancellationToken: cancellationToken);
    }
}
