using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>A task hub on which the conformance tests run.</summary>
internal interface IConformanceHub : IAsyncDisposable
{
    /// <summary>Adds an orchestrator, before the start.</summary>
    void Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run);

    /// <summary>Adds an activity, before the start.</summary>
    void Activity<T>(string name, Func<T?, object?> run);

    /// <summary>Starts the hub.</summary>
    Task<DurableTaskClient> StartAsync();
}
