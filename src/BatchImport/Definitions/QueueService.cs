namespace BatchImport.Definitions;

/// <summary>The services with queues that rows are sent to.</summary>
public enum QueueService
{
    /// <summary>Azure Storage queues.</summary>
    Storage,

    /// <summary>Azure Service Bus.</summary>
    ServiceBus,
}
