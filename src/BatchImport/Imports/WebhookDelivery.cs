namespace BatchImport.Imports;

/// <summary>The notification of one webhook about the end of an import. Stored beside the import's documents.</summary>
public sealed record WebhookDelivery
{
    /// <summary>The address. It may hold a secret, so it is neither shown nor logged.</summary>
    public required string Url { get; init; }

    /// <summary>The name of the setting below <c>Targets:Secrets</c> with the key; null for the setting of all webhooks.</summary>
    public string? Secret { get; init; }

    /// <summary>What is shown of it.</summary>
    public required WebhookResult Result { get; init; }
}
