using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace BatchImport.Staging;

/// <summary>
/// The storage account the function host itself uses, configured as it is for the host: a connection string in
/// <c>AzureWebJobsStorage</c>, or, with an identity instead of a key, <c>AzureWebJobsStorage__blobServiceUri</c> or
/// <c>AzureWebJobsStorage__accountName</c>.
/// </summary>
internal static class StorageAccount
{
    private const string Setting = "AzureWebJobsStorage";

    /// <exception cref="InvalidOperationException">None of the settings is there.</exception>
    public static BlobServiceClient Open(IConfiguration configuration, Func<TokenCredential> credential)
    {
        if (configuration[Setting] is { Length: > 0 } connectionString)
        {
            return new BlobServiceClient(connectionString);
        }

        var section = configuration.GetSection(Setting);
        if (section["blobServiceUri"] is { Length: > 0 } uri)
        {
            return new BlobServiceClient(new Uri(uri), credential());
        }

        if (section["accountName"] is { Length: > 0 } account)
        {
            return new BlobServiceClient(new Uri($"https://{account}.blob.core.windows.net"), credential());
        }

        throw new InvalidOperationException($"No storage account is configured: set {Setting} to a connection string, or {Setting}__blobServiceUri to the account's blob address to use an identity.");
    }
}
