namespace BatchImport.LocalHost.DurableTask;

/// <summary>What a retry handler is told.</summary>
/// <param name="OrchestrationContext">The context of the orchestrator that called the task.</param>
/// <param name="LastAttemptNumber">Attempts made so far.</param>
/// <param name="LastFailure">Why the last of them failed.</param>
/// <param name="TotalRetryTime">The time since the first attempt began.</param>
/// <param name="CancellationToken">Ends the retries.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
