using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>The context of the Functions worker (FunctionsOrchestrationContext), as far as the conformance tests need it.</summary>
internal sealed class ReferenceContext(TaskOrchestrationContext inner, object? input, ILoggerFactory loggers) : TaskOrchestrationContext
{
    public bool IsAccessed { get; private set; }

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override string Version => inner.Version;

    protected override ILoggerFactory LoggerFactory => loggers;

    private TaskOrchestrationContext Inner
    {
        get
        {
            IsAccessed = true;
            return inner;
        }
    }

    public override T? GetInput<T>()
        where T : default => input is JsonElement json ? json.Deserialize<T>() : (T?)input;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
        => Inner.CallActivityAsync<TResult>(name, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
        => Inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => Inner.CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        => Inner.WaitForExternalEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) => Inner.SendEvent(instanceId, eventName, payload);

    public override void SetCustomStatus(object? customStatus) => Inner.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => Inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override Guid NewGuid() => Inner.NewGuid();
}
