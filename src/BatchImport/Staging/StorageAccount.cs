using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
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

    /// <summary>The account's blobs.</summary>
    /// <exception cref="InvalidOperationException">None of the settings is there.</exception>
    public static BlobServiceClient Open(IConfiguration configuration, Func<TokenCredential> credential) => configuration[Setting] is { Length: > 0 } connectionString
        ? new BlobServiceClient(connectionString)
        : new BlobServiceClient(Address(configuration, "blob"), credential());

    /// <summary>The account's queues. The host needs them for its blob triggers, at <c>AzureWebJobsStorage__queueServiceUri</c> when an identity is used.</summary>
    /// <exception cref="InvalidOperationException">None of the settings is there.</exception>
    public static QueueServiceClient OpenQueues(IConfiguration configuration, Func<TokenCredential> credential) => configuration[Setting] is { Length: > 0 } connectionString
        ? new QueueServiceClient(connectionString)
        : new QueueServiceClient(Address(configuration, "queue"), credential());

    private static Uri Address(IConfiguration configuration, string service)
    {
        var section = configuration.GetSection(Setting);
        if (section[service + "ServiceUri"] is { Length: > 0 } uri)
        {
            return new Uri(uri);
        }

        if (section["accountName"] is { Length: > 0 } account)
        {
            return new Uri($"https://{account}.{service}.core.windows.net");
        }

        throw new InvalidOperationException($"No storage account is configured: set {Setting} to a connection string, or {Setting}__{service}ServiceUri to the account's {service} address to use an identity.");
    }
}
