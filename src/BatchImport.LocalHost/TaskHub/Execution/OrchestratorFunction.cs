using BatchImport.LocalHost.TaskHub.Serialization;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Execution;

/// <summary>A registered orchestrator, as Microsoft's shim runs it: once for each run of an instance.</summary>
internal sealed class OrchestratorFunction(Func<TaskOrchestrationContext, Task<object?>> run, OrchestratorThread thread, ILoggerFactory loggers)
    : ITaskOrchestrator
{
    private Task<object?>? _task;

    public Type InputType => typeof(RawJson);

    public Type OutputType => typeof(object);

    /// <summary>The orchestrator's context; null before it has started.</summary>
    public HubOrchestrationContext? Context { get; private set; }

    /// <summary>Whether the orchestrator has started and waits for something that the task hub cannot deliver.</summary>
    public bool IsStuck => _task is { IsCompleted: false } && Context is { HasPendingTask: false };

    public Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        HubOrchestrationContext own = new(context, (RawJson?)input, thread, loggers);
        Context = own;
        _task = thread.Enter(() => run(own));
        thread.CheckEndOf(_task);
        return _task;
    }
}
