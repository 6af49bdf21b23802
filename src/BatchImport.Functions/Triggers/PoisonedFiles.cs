using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues.Models;
using BatchImport.Staging;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace BatchImport.Functions.Triggers;

/// <summary>
/// Starts files again that a blob trigger gave up after its attempts, for example during a brief outage of storage. The blob trigger puts them
/// into a queue: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#poison-blobs.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="containers">The storage account's containers.</param>
/// <param name="starter">Starts runs.</param>
/// <param name="logger">The log.</param>
public sealed partial class PoisonedFiles(PoisonQueue queue, StorageContainers containers, ImportStarter starter, ILogger<PoisonedFiles> logger)
{
    private const int MessagesAtOnce = 32;

    // A message that could not be processed is visible again after this time.
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(1);

    /// <summary>Starts every file in the queue. A message is deleted only when its file's run is accepted, or the file does not exist any more.</summary>
    public async Task StartAllAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            QueueMessage[] messages;
            try
            {
                messages = await queue.Client.ReceiveMessagesAsync(MessagesAtOnce, Hidden, cancellationToken);
            }
            catch (RequestFailedException ex) when (ex.Status == 404)
            {
                return;
            }

            foreach (var message in messages)
            {
                await StartAsync(message, client, cancellationToken);
            }

            if (messages.Length < MessagesAtOnce)
            {
                return;
            }
        }
    }

    private async Task StartAsync(QueueMessage message, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (Blob(message.Body) is not var (container, name) || container != StorageContainers.ImportsName)
        {
            // A message of another function remains for its operators.
            return;
        }

        await starter.StartAsync(containers.Service.GetBlobContainerClient(container).GetBlobClient(name), client, cancellationToken);
        await queue.Client.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
        LogStarted(message.MessageId);
    }

    /// <returns>Container and name; null for a message of another kind.</returns>
    private static (string Container, string Name)? Blob(BinaryData body)
    {
        try
        {
            var text = body.ToString();
            using var message = JsonDocument.Parse(text.StartsWith('{') ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text)));
            return message.RootElement.TryGetProperty("ContainerName", out var container) && message.RootElement.TryGetProperty("BlobName", out var name)
                ? (container.GetString() ?? "", name.GetString() ?? "")
                : null;
        }
        catch (Exception ex) when (ex is JsonException or FormatException)
        {
            return null;
        }
    }

    [LoggerMessage(1012, LogLevel.Warning, "A file that its trigger had given up is started again (message {MessageId})")]
    private partial void LogStarted(string messageId);
}
