namespace BatchImport.Imports;

/// <summary>The notifications about the end of an import.</summary>
/// <param name="Deliveries">One for each webhook.</param>
public sealed record ImportWebhooks(IReadOnlyList<WebhookDelivery> Deliveries);
