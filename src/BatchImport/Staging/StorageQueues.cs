using Azure.Storage.Queues;

namespace BatchImport.Staging;

/// <summary>The queues of the storage account.</summary>
/// <param name="service">The storage account's queue service.</param>
public sealed class StorageQueues(QueueServiceClient service)
{
    /// <summary>The queue into which blob triggers put the names of blobs that they gave up. The WebJobs SDK names it.</summary>
    public const string PoisonName = "webjobs-blobtrigger-poison";

    /// <summary>Blobs that were given up.</summary>
    public QueueClient Poison { get; } = service.GetQueueClient(PoisonName);
}
