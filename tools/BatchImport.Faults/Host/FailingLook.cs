using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using BatchImport.Pipeline;
using BatchImport.Staging;

namespace BatchImport.Faults.Host;

/// <summary>Storage that does not answer a trigger's request for a dropped file, until the trigger has given the file up.</summary>
/// <param name="inner">What answers after that.</param>
/// <param name="failures">The number of requests for each file that are not answered.</param>
internal sealed class FailingLook(IDroppedFiles inner, int failures) : IDroppedFiles
{
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);

    public Task<ImportRequest?> LookAsync(BlobClient blob, CancellationToken cancellationToken) =>
        _requests.AddOrUpdate(blob.Name, 1, static (_, count) => count + 1) <= failures
            ? throw new RequestFailedException(503, "The server is busy.")
            : inner.LookAsync(blob, cancellationToken);

    public Task<ImportRequest?> FindAsync(string batchId, CancellationToken cancellationToken) => inner.FindAsync(batchId, cancellationToken);

    public Task AcceptAsync(ImportRequest request, CancellationToken cancellationToken) => inner.AcceptAsync(request, cancellationToken);
}
