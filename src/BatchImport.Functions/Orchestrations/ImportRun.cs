namespace BatchImport.Functions.Orchestrations;

/// <summary>A run's input: references, never contents.</summary>
/// <param name="BatchId">The import's id; also the orchestration's instance id.</param>
/// <param name="Retries">How activities are tried again.</param>
public sealed record ImportRun(string BatchId, RetrySchedule Retries);
