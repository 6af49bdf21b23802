using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace BatchImport.Staging;

/// <summary>
/// Staged pages, as blobs <c>staging/{batch}/pages/{page}</c>. A page never changes once its import is staged, so an instance caches the
/// pages of its lanes: a page is fetched once, not once per slice.
/// </summary>
/// <param name="containers">The storage account's containers.</param>
public sealed class PageStore(StorageContainers containers)
{
    // 16 lanes and the workbook's writer, with room for a second import; a page of 8 columns takes about 0.5 MB.
    private const int CachedPages = 40;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Batch, int Page), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();

    /// <summary>Stages a page; a repeated call replaces it by the same content.</summary>
    public Task WriteAsync(string batchId, RowPage page, CancellationToken cancellationToken) =>
        Blob(batchId, page.Index).UploadAsync(RowPageCodec.Encode(page), overwrite: true, cancellationToken);

    /// <summary>Reads a page that several slices use, and caches it.</summary>
    public async Task<RowPage> ReadAsync(string batchId, int page, CancellationToken cancellationToken)
    {
        Task<RowPage> reading;
        lock (_gate)
        {
            if (_entries.TryGetValue((batchId, page), out var node) && !node.Value.Page.IsFaulted && !node.Value.Page.IsCanceled)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                reading = node.Value.Page;
            }
            else
            {
                // Not the caller's token: others wait for the same page.
                reading = ReadOnceAsync(batchId, page, CancellationToken.None);
                Keep(batchId, page, reading);
            }
        }

        return await reading.WaitAsync(cancellationToken);
    }

    /// <summary>Reads a page that is used once, without caching it.</summary>
    public async Task<RowPage> ReadOnceAsync(string batchId, int page, CancellationToken cancellationToken)
    {
        BlobDownloadResult blob = await Blob(batchId, page).DownloadContentAsync(cancellationToken);
        return RowPageCodec.Decode(page, blob.Content);
    }

    private BlobClient Blob(string batchId, int page) =>
        containers.Staging.GetBlobClient(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{batchId}/pages/{page:D6}"));

    private void Keep(string batchId, int page, Task<RowPage> reading)
    {
        if (_entries.Remove((batchId, page), out var stale))
        {
            _byUse.Remove(stale);
        }

        while (_entries.Count >= CachedPages)
        {
            var oldest = _byUse.Last!;
            _byUse.RemoveLast();
            _entries.Remove((oldest.Value.Batch, oldest.Value.Index));
        }

        _entries[(batchId, page)] = _byUse.AddFirst(new Entry(batchId, page, reading));
    }

    private sealed record Entry(string Batch, int Index, Task<RowPage> Page);
}
