using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.LocalHost.Hosting;

namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>
/// The blob versions that a function has finished, stored in the storage account as by the genuine host: an empty blob each below
/// <c>azure-webjobs-hosts/blobreceipts</c>. A host with another state folder thereby knows the earlier deliveries. A receipt's name is a hash,
/// because a blob's name may contain an address. https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#blob-receipts
/// </summary>
/// <param name="account">The storage account of the function's container.</param>
/// <param name="hub">The task hub's name: hosts with different hubs are different applications.</param>
/// <param name="function">The function's name.</param>
internal sealed class BlobReceipts(BlobServiceClient account, string hub, string function)
{
    private readonly BlobContainerClient _container = account.GetBlobContainerClient(StorageClaim.ContainerName);
    private readonly string _prefix = $"blobreceipts/localhost-{hub.ToLowerInvariant()}/{function.ToLowerInvariant()}/";
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Reads the receipts of the storage account.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await foreach (var receipt in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = _prefix }, cancellationToken))
        {
            _known[receipt.Name] = true;
        }
    }

    /// <summary>True when a host has finished a blob version.</summary>
    public bool Has(string container, string blob, string version) => _known.ContainsKey(NameOf(container, blob, version));

    /// <summary>Stores a receipt.</summary>
    /// <exception cref="RequestFailedException">The storage account is unavailable.</exception>
    public async Task WriteAsync(string container, string blob, string version, CancellationToken cancellationToken)
    {
        var name = NameOf(container, blob, version);
        if (!_known.ContainsKey(name))
        {
            await _container.GetBlobClient(name).UploadAsync(BinaryData.FromString(""), overwrite: true, cancellationToken);
            _known[name] = true;
        }
    }

    /// <summary>Deletes a receipt whose blob version does not exist any more.</summary>
    /// <exception cref="RequestFailedException">The storage account is unavailable.</exception>
    public async Task DeleteAsync(string container, string blob, string version, CancellationToken cancellationToken)
    {
        var name = NameOf(container, blob, version);
        if (_known.ContainsKey(name))
        {
            await _container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken);
            _known.TryRemove(name, out _);
        }
    }

    private string NameOf(string container, string blob, string version) =>
        _prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{container}/{blob}\n{version}")));
}
