namespace BatchImport.Definitions;

/// <summary>An address that is notified of the ends of imports.</summary>
public sealed record WebhookDefinition
{
    /// <summary>The address; http or https.</summary>
    public required string Url { get; init; }

    /// <summary>The events that it is notified of, members of <see cref="WebhookEvents"/>. Default: all.</summary>
    public IReadOnlyList<string> Events { get; init; } = WebhookEvents.All;

    /// <summary>The name of the setting below <c>Targets:Secrets</c> with the key that signs its messages; null for the setting <c>Webhooks:Secret</c>.</summary>
    public string? Secret { get; init; }
}
