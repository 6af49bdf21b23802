namespace BatchImport.LocalHost.Services;

/// <summary>Represents the folders and ports of an Azurite.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The well-known port of Azurite's blob service.</summary>
    public const int DefaultBlobPort = 10_000;

    /// <summary>The well-known port of Azurite's queue service.</summary>
    public const int DefaultQueuePort = 10_001;

    /// <summary>The well-known port of Azurite's table service.</summary>
    public const int DefaultTablePort = 10_002;

    /// <summary>The folder it is installed into; may be shared.</summary>
    public required string InstallFolder { get; init; }

    /// <summary>The folder of its data.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder of its log and npm's.</summary>
    public required string LogFolder { get; init; }

    /// <summary>The blob service's port.</summary>
    public int BlobPort { get; init; } = DefaultBlobPort;

    /// <summary>The queue service's port.</summary>
    public int QueuePort { get; init; } = DefaultQueuePort;

    /// <summary>The table service's port; 0, the default, for any port when tables are not used: Azurite cannot run without that service.</summary>
    public int TablePort { get; init; }

    /// <summary>Whether its log has a line for each request, to count them.</summary>
    public bool AccessLog { get; init; }

    /// <summary>Node.js and npm.</summary>
    internal NodeJs Node { get; init; } = new();
}
