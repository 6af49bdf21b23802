using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using BatchImport.Staging;

namespace BatchImport.Imports;

/// <summary>
/// The documents of an import: request, manifest, command, summary, as blobs <c>staging/{batch}/*.json</c>. They persist without Redis, and they
/// keep file names, owners and definitions out of the run's history.
/// </summary>
/// <param name="containers">The storage account's containers.</param>
public sealed class ImportDocuments(StorageContainers containers)
{
    // An instance has few imports in flight; a manifest is some kilobytes, read by every slice.
    private const int CachedManifests = 256;

    // Tasks, so that slices that start at the same time read it once.
    private readonly ConcurrentDictionary<string, Lazy<Task<ImportManifest?>>> _manifests = new(StringComparer.Ordinal);

    /// <summary>Stores the request; a repeated call with the same version has no relevant effect.</summary>
    public Task SaveAsync(ImportRequest request, CancellationToken cancellationToken) =>
        SaveAsync(request.BatchId, "request", request, ImportJson.Default.ImportRequest, cancellationToken);

    /// <summary>Stores the manifest. After that, the import is staged.</summary>
    public Task SaveAsync(ImportManifest manifest, CancellationToken cancellationToken) =>
        SaveAsync(manifest.Request.BatchId, "manifest", manifest, ImportJson.Default.ImportManifest, cancellationToken);

    /// <summary>Stores the summary. After that, the outcome is known.</summary>
    public Task SaveAsync(ImportSummary summary, CancellationToken cancellationToken) =>
        SaveAsync(summary.Request.BatchId, "summary", summary, ImportJson.Default.ImportSummary, cancellationToken);

    /// <summary>Stores the notifications about the end of an import.</summary>
    public Task SaveAsync(string batchId, ImportWebhooks webhooks, CancellationToken cancellationToken) =>
        SaveAsync(batchId, "webhooks", webhooks, ImportJson.Default.ImportWebhooks, cancellationToken);

    /// <summary>The notifications about the end of an import; null when there are none.</summary>
    public Task<ImportWebhooks?> FindWebhooksAsync(string batchId, CancellationToken cancellationToken) =>
        FindAsync(batchId, "webhooks", ImportJson.Default.ImportWebhooks, cancellationToken);

    /// <summary>Stores the last command of a user.</summary>
    public Task SaveAsync(string batchId, IssuedCommand command, CancellationToken cancellationToken) =>
        SaveAsync(batchId, "command", command, ImportJson.Default.IssuedCommand, cancellationToken);

    /// <summary>The last command of a user; null when there was none.</summary>
    public Task<IssuedCommand?> FindCommandAsync(string batchId, CancellationToken cancellationToken) =>
        FindAsync(batchId, "command", ImportJson.Default.IssuedCommand, cancellationToken);

    /// <summary>Stores the service an import waits for.</summary>
    public Task SaveAsync(string batchId, ImportWait wait, CancellationToken cancellationToken) =>
        SaveAsync(batchId, "waiting", wait, ImportJson.Default.ImportWait, cancellationToken);

    /// <summary>The service an import waits for, stored while Redis was unavailable; null when it does not wait.</summary>
    public Task<ImportWait?> FindWaitAsync(string batchId, CancellationToken cancellationToken) =>
        FindAsync(batchId, "waiting", ImportJson.Default.ImportWait, cancellationToken);

    /// <summary>Deletes the service an import waited for, if one is stored.</summary>
    public Task DeleteWaitAsync(string batchId, CancellationToken cancellationToken) =>
        Blob(batchId, "waiting").DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Deletes the request. After that, the import is unknown.</summary>
    public Task DeleteRequestAsync(string batchId, CancellationToken cancellationToken) =>
        Blob(batchId, "request").DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>The request; null when the import is unknown or was deleted.</summary>
    public Task<ImportRequest?> FindRequestAsync(string batchId, CancellationToken cancellationToken) =>
        FindAsync(batchId, "request", ImportJson.Default.ImportRequest, cancellationToken);

    /// <summary>The summary; null while the outcome is not known.</summary>
    public Task<ImportSummary?> FindSummaryAsync(string batchId, CancellationToken cancellationToken) =>
        FindAsync(batchId, "summary", ImportJson.Default.ImportSummary, cancellationToken);

    /// <summary>The manifest; null while the import is not staged.</summary>
    public async Task<ImportManifest?> FindManifestAsync(string batchId, CancellationToken cancellationToken)
    {
        if (_manifests.Count >= CachedManifests)
        {
            _manifests.Clear();
        }

        // The first caller may cancel; the others continue to wait.
        return await _manifests.GetOrAdd(batchId, id => new(() => ReadManifestAsync(id))).Value.WaitAsync(cancellationToken);
    }

    /// <summary>The manifest of an import that is staged.</summary>
    /// <exception cref="InvalidOperationException">There is no manifest: the import is not staged, or was deleted.</exception>
    public async Task<ImportManifest> ManifestAsync(string batchId, CancellationToken cancellationToken) =>
        await FindManifestAsync(batchId, cancellationToken) ?? throw Missing(batchId, "manifest");

    /// <summary>The request of an import.</summary>
    /// <exception cref="InvalidOperationException">There is no request: the import is unknown, or was deleted.</exception>
    public async Task<ImportRequest> RequestAsync(string batchId, CancellationToken cancellationToken) =>
        await FindRequestAsync(batchId, cancellationToken) ?? throw Missing(batchId, "request");

    private async Task<ImportManifest?> ReadManifestAsync(string batchId)
    {
        ImportManifest? manifest = null;
        try
        {
            return manifest = await FindAsync(batchId, "manifest", ImportJson.Default.ImportManifest, CancellationToken.None);
        }
        finally
        {
            if (manifest is null)
            {
                // Missing documents and failures are not cached: the next read can succeed.
                _manifests.TryRemove(batchId, out _);
            }
        }
    }

    private static InvalidOperationException Missing(string batchId, string document) =>
        new($"Import {batchId} has no {document} in '{StorageContainers.StagingName}/{batchId}/{document}.json': it was removed while the import ran.");

    private BlobClient Blob(string batchId, string document) => containers.Staging.GetBlobClient($"{batchId}/{document}.json");

    private Task SaveAsync<T>(string batchId, string document, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Blob(batchId, document).UploadAsync(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(value, type)), overwrite: true, cancellationToken);

    private async Task<T?> FindAsync<T>(string batchId, string document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var content = await Blob(batchId, document).DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize(content.Value.Content, type);
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            return null;
        }
    }
}
