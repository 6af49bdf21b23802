using Azure.Storage.Blobs;

namespace BatchImport.Staging;

/// <summary>The storage account of an installation. Each host implements it, since the host defines where the account is configured.</summary>
public interface IStorageAccount
{
    /// <summary>Opens the account's blobs.</summary>
    /// <param name="options">The options of the client.</param>
    /// <exception cref="InvalidOperationException">No storage account is configured.</exception>
    BlobServiceClient OpenBlobs(BlobClientOptions options);
}
