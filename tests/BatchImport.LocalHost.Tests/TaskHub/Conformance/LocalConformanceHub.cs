using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>The LocalHost's task hub.</summary>
internal sealed class LocalConformanceHub(ILoggerFactory loggers) : IConformanceHub
{
    private readonly HubFixture _hub = new() { LoggerFactory = loggers };

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run) => _hub.Orchestrator(name, run);

    public void Activity<T>(string name, Func<T?, object?> run) => _hub.Activity(name, run);

    public Task<DurableTaskClient> StartAsync() => _hub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
