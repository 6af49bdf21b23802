using DurableTask.Core;
using Microsoft.DurableTask;

namespace BatchImport.LocalHost.TaskHub.Serialization;

/// <summary>The failures that the task hub itself reports, and their conversion to those that clients see.</summary>
internal static class Failures
{
    // The names are those of the genuine worker, so that a handler that compares them behaves the same here.
    public static FailureDetails ActivityNotFound(string name)
        => new("ActivityTaskNotFound", $"No activity task named '{name}' was found.", stackTrace: null, innerFailure: null, isNonRetriable: true);

    public static FailureDetails OrchestratorNotFound(string name)
        => new("OrchestratorTaskNotFound", $"No orchestrator task named '{name}' was found.", stackTrace: null, innerFailure: null, isNonRetriable: true);

    public static FailureDetails SubOrchestrationTerminated(string instanceId)
        => new("OrchestrationTerminated", $"Sub-orchestration '{instanceId}' was terminated.", stackTrace: null, innerFailure: null, isNonRetriable: false);

    public static TaskFailureDetails? ToClient(FailureDetails? failure) => failure is null
        ? null
        : new TaskFailureDetails(failure.ErrorType, failure.ErrorMessage, failure.StackTrace, ToClient(failure.InnerFailure), failure.Properties);
}
