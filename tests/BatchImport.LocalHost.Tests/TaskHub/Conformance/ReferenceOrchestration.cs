using DurableTask.Core;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>
/// An orchestrator of the reference: the shim, created when the parent is known, and the check of the Functions worker for a first await that is
/// not durable (FunctionsOrchestrator.EnsureSynchronousExecution).
/// </summary>
internal sealed class ReferenceOrchestration(
    string name, Func<TaskOrchestrationContext, Task<object?>>? run, DurableTaskShimFactory shims, ILoggerFactory loggers) : TaskOrchestration, ITaskOrchestrator
{
    private TaskOrchestration? _shim;

    public ParentInstance? Parent { get; set; }

    public Type InputType => typeof(object);

    public Type OutputType => typeof(object);

    public override async Task<string> Execute(OrchestrationContext context, string input)
    {
        if (run is null)
        {
            FailureDetails failure = new("OrchestratorTaskNotFound", $"No orchestrator task named '{name}' was found.", null, null, isNonRetriable: true);
            throw new global::DurableTask.Core.Exceptions.TaskFailedException(failure.ErrorMessage) { FailureDetails = failure };
        }

        _shim = shims.CreateOrchestration(name, this, Parent is null ? null : new ParentOrchestrationInstance(Parent.Name, Parent.OrchestrationInstance.InstanceId));
        return await _shim.Execute(context, input);
    }

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        ReferenceContext own = new(context, input, loggers);
        var task = run!(own);
        return task.IsCompleted || own.IsAccessed
            ? await task
            : throw new InvalidOperationException("An invalid asynchronous invocation was detected.");
    }

    public override string GetStatus() => _shim?.GetStatus()!;

    public override void RaiseEvent(OrchestrationContext context, string name, string input) => _shim?.RaiseEvent(context, name, input);
}
