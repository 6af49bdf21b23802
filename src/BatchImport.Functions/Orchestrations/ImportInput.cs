namespace BatchImport.Functions.Orchestrations;

/// <summary>A run's input: references, never contents.</summary>
/// <param name="BatchId">The import's id; also the orchestration's instance id.</param>
/// <param name="Retries">How steps are retried.</param>
/// <param name="SettleTime">How long the file must stay as it is before it is read; null for a file that is complete.</param>
public sealed record ImportInput(string BatchId, RetrySchedule Retries, TimeSpan? SettleTime = null);
