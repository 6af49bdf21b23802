using Azure.Storage.Queues;

namespace BatchImport.Staging;

/// <summary>The queues of the storage account.</summary>
/// <param name="service">The storage account's queue service.</param>
public sealed class StorageQueues(QueueServiceClient service)
{
    /// <summary>The queue of the names of blobs that blob triggers abandoned. The WebJobs SDK defines its name.</summary>
    public const string PoisonName = "webjobs-blobtrigger-poison";

    /// <summary>Blobs that the trigger abandoned.</summary>
    public QueueClient Poison { get; } = service.GetQueueClient(PoisonName);
}
