using BatchImport.Functions.Activities;

namespace BatchImport.Functions.Orchestrations;

/// <summary>The input of <see cref="EndImport"/>.</summary>
/// <param name="Failure">The import, and what ended its orchestration.</param>
/// <param name="Retries">How steps are retried.</param>
public sealed record EndRun(ImportFailure Failure, RetrySchedule Retries);
