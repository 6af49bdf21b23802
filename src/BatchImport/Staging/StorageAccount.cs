using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace BatchImport.Staging;

/// <summary>
/// The storage account of the function host, configured as for the host: a connection string in
/// <c>AzureWebJobsStorage</c>, or, with an identity instead of a key, <c>AzureWebJobsStorage__blobServiceUri</c> or
/// <c>AzureWebJobsStorage__accountName</c>.
/// </summary>
internal static class StorageAccount
{
    private const string Setting = "AzureWebJobsStorage";

    /// <summary>Opens the account's blobs. Missing containers of the app are created when they are first used.</summary>
    /// <exception cref="InvalidOperationException">None of the settings is set.</exception>
    public static BlobServiceClient Open(IConfiguration configuration, Func<TokenCredential> credential)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(new MissingContainerPolicy(Open(configuration, credential, new BlobClientOptions())), HttpPipelinePosition.PerCall);
        return Open(configuration, credential, options);
    }

    /// <summary>
    /// The account's queues. The host needs them for its blob triggers, at <c>AzureWebJobsStorage__queueServiceUri</c> when an identity is used.
    /// </summary>
    /// <exception cref="InvalidOperationException">None of the settings is set.</exception>
    public static QueueServiceClient OpenQueues(IConfiguration configuration, Func<TokenCredential> credential) => configuration[Setting] is { Length: > 0 } connectionString
        ? new QueueServiceClient(connectionString)
        : new QueueServiceClient(Address(configuration, "queue"), credential());

    private static BlobServiceClient Open(IConfiguration configuration, Func<TokenCredential> credential, BlobClientOptions options) =>
        configuration[Setting] is { Length: > 0 } connectionString
            ? new BlobServiceClient(connectionString, options)
            : new BlobServiceClient(Address(configuration, "blob"), credential(), options);

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
