using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using BatchImport.Staging;
using Microsoft.Extensions.Configuration;

namespace BatchImport.Functions;

/// <summary>
/// The storage account of the function host, configured as for the host: a connection string in
/// <c>AzureWebJobsStorage</c>, or, with an identity instead of a key, <c>AzureWebJobsStorage__blobServiceUri</c> or
/// <c>AzureWebJobsStorage__accountName</c>.
/// </summary>
/// <param name="configuration">The settings.</param>
/// <param name="credential">The identity; used only when no connection string is set.</param>
internal sealed class HostStorageAccount(IConfiguration configuration, Func<TokenCredential> credential) : IStorageAccount
{
    private const string Setting = "AzureWebJobsStorage";

    /// <inheritdoc/>
    public BlobServiceClient OpenBlobs(BlobClientOptions options) => configuration[Setting] is { Length: > 0 } connectionString
        ? new BlobServiceClient(connectionString, options)
        : new BlobServiceClient(Address("blob"), credential(), options);

    /// <summary>
    /// The account's queues. The host needs them for its blob triggers, at <c>AzureWebJobsStorage__queueServiceUri</c> when an identity is used.
    /// </summary>
    /// <exception cref="InvalidOperationException">No storage account is configured.</exception>
    public QueueServiceClient OpenQueues() => configuration[Setting] is { Length: > 0 } connectionString
        ? new QueueServiceClient(connectionString)
        : new QueueServiceClient(Address("queue"), credential());

    private Uri Address(string service)
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
