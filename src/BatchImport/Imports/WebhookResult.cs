namespace BatchImport.Imports;

/// <summary>The state of a notification, as status endpoints and pages show it.</summary>
public sealed record WebhookResult
{
    /// <summary>The event, a member of <see cref="BatchImport.Definitions.WebhookEvents"/>.</summary>
    public required string Event { get; init; }

    /// <summary>The host that is notified, with the port if it is not the default one.</summary>
    public required string Host { get; init; }

    /// <summary>The state.</summary>
    public WebhookState State { get; init; }

    /// <summary>The attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The outcome of the last attempt in short: a status code, or why there was no answer; null before the first attempt.</summary>
    public string? Detail { get; init; }

    /// <summary>When the last attempt ended; null before the first one.</summary>
    public DateTimeOffset? At { get; init; }
}
