namespace BatchImport.LocalHost.Hosting;

/// <summary>The response of <c>GET /admin/host/status</c>: the product, and the state folder of the host. No secrets.</summary>
internal sealed record HostStatus
{
    /// <summary>The name of this product.</summary>
    public const string ProductName = "BatchImport.LocalHost";

    /// <summary>The path of the status.</summary>
    public const string Path = "/admin/host/status";

    /// <summary>The product that serves: <see cref="ProductName"/>.</summary>
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

    /// <summary>The folder that mails are written to; null when they are sent.</summary>
    public string? Outbox { get; init; }

    /// <summary>True once triggers and orchestrations run.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => State == "Running";
}
