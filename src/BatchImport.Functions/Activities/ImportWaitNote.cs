namespace BatchImport.Functions.Activities;

/// <summary>An import waits for a service, or waits no longer.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Service">The service that is unavailable; null when the import waits no longer.</param>
/// <param name="Detail">The cause in short; null when unknown.</param>
/// <param name="Since">When the import first met the outage, UTC.</param>
public sealed record ImportWaitNote(string BatchId, string? Service, string? Detail, DateTime Since);
