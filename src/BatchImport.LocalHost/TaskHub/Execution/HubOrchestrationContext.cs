using BatchImport.LocalHost.TaskHub.Serialization;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Execution;

/// <summary>
/// The context of an orchestrator function: Microsoft's context, with an input whose type is known only when it is read, with the host's loggers,
/// and with a check that every call comes from the orchestrator's thread. The Functions worker wraps it for the same reasons.
/// </summary>
internal sealed class HubOrchestrationContext(TaskOrchestrationContext inner, RawJson? input, OrchestratorThread thread, ILoggerFactory loggers)
    : TaskOrchestrationContext
{
    private readonly Stack<Task> _awaited = new();

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override string Version => inner.Version;

    public override IReadOnlyDictionary<string, object?> Properties => inner.Properties;

    /// <summary>Whether the orchestrator has set a custom status in this generation.</summary>
    public bool HasCustomStatus { get; private set; }

    /// <summary>Whether the orchestrator has requested a new generation.</summary>
    public bool ContinuesAsNew { get; private set; }

    /// <summary>Whether the orchestrator waits for anything durable.</summary>
    public bool HasPendingTask
    {
        get
        {
            while (_awaited.TryPeek(out var last))
            {
                if (!last.IsCompleted)
                {
                    return true;
                }

                _ = _awaited.Pop();
            }

            return false;
        }
    }

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default
    {
        thread.EnsureCurrent();
        return input is null ? default : PayloadConverter.Instance.Deserialize<T>(input.Text);
    }

    public override Guid NewGuid()
    {
        thread.EnsureCurrent();
        return inner.NewGuid();
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        thread.EnsureCurrent();
        return Await(inner.CallActivityAsync<TResult>(name, input, options));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        thread.EnsureCurrent();
        return Await(inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        thread.EnsureCurrent();
        var timer = inner.CreateTimer(fireAt, cancellationToken);
        _awaited.Push(timer);
        return timer;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        thread.EnsureCurrent();
        return Await(inner.WaitForExternalEvent<T>(eventName, cancellationToken));
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        thread.EnsureCurrent();
        inner.SendEvent(instanceId, eventName, payload);
    }

    public override void SetCustomStatus(object? customStatus)
    {
        thread.EnsureCurrent();
        HasCustomStatus = true;
        inner.SetCustomStatus(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        thread.EnsureCurrent();
        inner.ContinueAsNew(newInput, preserveUnprocessedEvents);
        ContinuesAsNew = true;
    }

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        thread.EnsureCurrent();
        inner.ContinueAsNew(options);
        ContinuesAsNew = true;
    }

    private Task<T> Await<T>(Task<T> task)
    {
        _awaited.Push(task);
        return task;
    }
}
