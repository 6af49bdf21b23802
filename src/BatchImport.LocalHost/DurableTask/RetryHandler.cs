namespace BatchImport.LocalHost.DurableTask;

/// <summary>Decides after each failure whether the task is tried again. It is orchestrator code, and must be as deterministic.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <inheritdoc cref="RetryHandler"/>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
