namespace BatchImport.Functions.Activities;

/// <summary>An attempt at the webhooks of an import.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="IsLast">True when no further attempt follows.</param>
public sealed record WebhookAttempt(string BatchId, bool IsLast);
