using Azure.Storage.Queues;

namespace BatchImport.Functions.Triggers;

/// <summary>The queue of the names of blobs that blob triggers abandoned.</summary>
/// <param name="service">The queues of the host's storage account.</param>
public sealed class PoisonQueue(QueueServiceClient service)
{
    // The WebJobs SDK defines its name.
    private const string Name = "webjobs-blobtrigger-poison";

    /// <summary>The queue. It does not exist before a trigger abandons a blob.</summary>
    public QueueClient Client { get; } = service.GetQueueClient(Name);
}
