using System.Text.Json;
using Azure.Storage.Queues;

namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>
/// The destination of blobs that a function keeps failing on: a message in a queue, in the format of the genuine blob trigger.
/// https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#poison-blobs
/// </summary>
internal static class PoisonBlobQueue
{
    /// <summary>The queue's name.</summary>
    public const string Name = "webjobs-blobtrigger-poison";

    private static readonly JsonSerializerOptions Json = new();

    /// <summary>Adds a blob to the queue.</summary>
    public static async Task AddAsync(QueueServiceClient queues, string function, string container, string blob, string eTag, CancellationToken cancellationToken)
    {
        var queue = queues.GetQueueClient(Name);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var message = JsonSerializer.Serialize(new Message($"Host.Functions.{function}", "BlockBlob", container, blob, eTag), Json);
        await queue.SendMessageAsync(message, cancellationToken);
    }

    private sealed record Message(string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag)
    {
        public string Type { get; } = "BlobTrigger";
    }
}
