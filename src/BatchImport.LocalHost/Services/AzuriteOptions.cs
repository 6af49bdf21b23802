namespace BatchImport.LocalHost.Services;

/// <summary>Where an Azurite is installed, keeps its data and listens.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The well-known port of Azurite's blob service.</summary>
    public const int DefaultBlobPort = 10_000;

    /// <summary>The well-known port of Azurite's queue service.</summary>
    public const int DefaultQueuePort = 10_001;

    /// <summary>The well-known port of Azurite's table service.</summary>
    public const int DefaultTablePort = 10_002;

    /// <summary>Where it is installed; may be shared.</summary>
    public required string InstallFolder { get; init; }

    /// <summary>Where its data is kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where its log and npm's go.</summary>
    public required string LogFolder { get; init; }

    /// <summary>The blob service's port.</summary>
    public int BlobPort { get; init; } = DefaultBlobPort;

    /// <summary>The queue service's port.</summary>
    public int QueuePort { get; init; } = DefaultQueuePort;

    /// <summary>The table service's port; 0, the default, for any, when nobody is going to use tables: Azurite cannot be told to leave them out.</summary>
    public int TablePort { get; init; }

    /// <summary>Whether each request gets a line in its log; for those who count them.</summary>
    public bool AccessLog { get; init; }

    /// <summary>Node.js and npm.</summary>
    internal NodeJs Node { get; init; } = new();
}
