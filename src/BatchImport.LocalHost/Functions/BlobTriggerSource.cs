namespace BatchImport.LocalHost.Functions;

/// <summary>How a blob trigger learns of new blobs.</summary>
public enum BlobTriggerSource
{
    /// <summary>It looks for them. Here: it lists the container, and reads no storage logs.</summary>
    LogsAndContainerScan,

    /// <summary>Event Grid tells it, through the host's blob webhook.</summary>
    EventGrid,
}
