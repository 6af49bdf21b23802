namespace BatchImport.LocalHost.Hosting;

/// <summary>What <c>GET /admin/host/status</c> says: who serves here, and for which state folder. No secrets.</summary>
internal sealed record HostStatus
{
    /// <summary>How this product names itself.</summary>
    public const string ProductName = "BatchImport.LocalHost";

    /// <summary>Where the status is.</summary>
    public const string Path = "/admin/host/status";

    /// <summary>Who serves: <see cref="ProductName"/>.</summary>
    public required string Product { get; init; }

    /// <summary><c>Running</c> once triggers and orchestrations run, <c>Starting</c> before.</summary>
    public required string State { get; init; }

    /// <summary>The state folder.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The host's process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Azurite's blob port; null when the settings name a storage account.</summary>
    public int? BlobPort { get; init; }

    /// <summary>Azurite's queue port; null when the settings name a storage account.</summary>
    public int? QueuePort { get; init; }

    /// <summary>The prefix of the functions' routes, without slashes at its ends.</summary>
    public required string RoutePrefix { get; init; }

    /// <summary>Where mails are put; null when they are sent.</summary>
    public string? Outbox { get; init; }

    /// <summary>True once triggers and orchestrations run.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => State == "Running";
}
