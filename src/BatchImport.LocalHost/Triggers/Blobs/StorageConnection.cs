using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using BatchImport.LocalHost.Invocation;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>
/// A storage account that a trigger's <c>Connection</c> names: a connection string, or with an identity the section's
/// <c>blobServiceUri</c> and <c>queueServiceUri</c>. https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob#connections
/// </summary>
/// <param name="Blobs">Its blobs.</param>
/// <param name="Queues">Its queues; null when only <c>blobServiceUri</c> is set.</param>
internal sealed record StorageConnection(BlobServiceClient Blobs, QueueServiceClient? Queues)
{
    // The genuine extension writes poison messages in Base64, and so do the programs that read them.
    private static readonly QueueClientOptions QueueOptions = RetrySoon(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private static readonly BlobClientOptions BlobOptions = RetrySoon(new BlobClientOptions());

    /// <summary>Opens the account of a connection string.</summary>
    public static StorageConnection Open(string connectionString) => new(new BlobServiceClient(connectionString, BlobOptions), new QueueServiceClient(connectionString, QueueOptions));

    /// <summary>Opens the account of a connection; null selects AzureWebJobsStorage.</summary>
    /// <exception cref="FunctionBindingException">The settings do not contain one.</exception>
    public static StorageConnection Open(string? name, string function, IConfiguration settings)
    {
        // The lookup order of the genuine host: the name with the prefix first, then the name itself.
        string[] sections = name is null or "Storage" or "AzureWebJobsStorage" ? ["AzureWebJobsStorage"] : [$"AzureWebJobs{name}", name];
        foreach (var section in sections)
        {
            if (settings[section] is { Length: > 0 } text)
            {
                return Open(text);
            }

            if (settings[$"{section}:blobServiceUri"] is { Length: > 0 } blobs)
            {
                TokenCredential credential = new DefaultAzureCredential();
                return new StorageConnection(
                    new BlobServiceClient(new Uri(blobs), credential, BlobOptions),
                    settings[$"{section}:queueServiceUri"] is { Length: > 0 } queues ? new QueueServiceClient(new Uri(queues), credential, QueueOptions) : null);
            }
        }

        throw new FunctionBindingException(
            $"Function '{function}': its storage account is not set. Set {sections[^1]} to a connection string, or {sections[^1]}__blobServiceUri for an identity.");
    }

    /// <summary>An Azurite that is restarted answers within a second or two. By default the clients would retry only after up to three.</summary>
    private static T RetrySoon<T>(T options)
        where T : ClientOptions
    {
        options.Retry.Delay = TimeSpan.FromMilliseconds(250);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        options.Retry.MaxRetries = 5;
        return options;
    }
}
