using BatchImport.LocalHost.TaskHub.Serialization;
using DurableTask.Core;
using DurableTask.Core.Exceptions;

namespace BatchImport.LocalHost.TaskHub.Execution;

/// <summary>Executes an orchestration whose orchestrator does not exist: it fails at once, and calls of it are not retried.</summary>
/// <param name="name">The orchestrator's name.</param>
internal sealed class MissingOrchestrator(string name) : TaskOrchestration
{
    public override Task<string> Execute(OrchestrationContext context, string input)
    {
        var failure = Failures.OrchestratorNotFound(name);
        return Task.FromException<string>(new TaskFailedException(failure.ErrorMessage) { FailureDetails = failure });
    }

    public override void RaiseEvent(OrchestrationContext context, string name, string input)
    {
        // Nothing waits for an event.
    }

    public override string GetStatus() => string.Empty;
}
