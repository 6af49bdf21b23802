using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>Microsoft's dispatcher (TaskHubWorker) and store (in memory), which are the reference for the LocalHost's task hub.</summary>
internal sealed class ReferenceHub(ILoggerFactory loggers)
    : IConformanceHub, INameVersionObjectManager<TaskOrchestration>, INameVersionObjectManager<TaskActivity>
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TaskActivity> _activities = new(StringComparer.OrdinalIgnoreCase);
    private readonly DurableTaskShimFactory _shims = new(new DurableTaskWorkerOptions(), loggers);
    private TaskHubWorker? _worker;

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run) => _orchestrators.Add(name, run);

    public void Activity<T>(string name, Func<T?, object?> run)
        => _activities.Add(name, _shims.CreateActivity<T, object?>(name, (_, input) => Task.FromResult(run(input))));

    public async Task<DurableTaskClient> StartAsync()
    {
        InMemoryOrchestrationService service = new();
        _worker = new TaskHubWorker(service, (INameVersionObjectManager<TaskOrchestration>)this, (INameVersionObjectManager<TaskActivity>)this)
        {
            ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails,
        };
        _worker.AddOrchestrationDispatcherMiddleware((context, next) =>
        {
            if (context.GetProperty<TaskOrchestration>() is ReferenceOrchestration orchestration)
            {
                orchestration.Parent = context.GetProperty<OrchestrationRuntimeState>().ParentInstance;
            }

            return next();
        });
        _worker.AddActivityDispatcherMiddleware((context, next) =>
        {
            if (context.GetProperty<TaskActivity>() is not MissingActivity missing)
            {
                return next();
            }

            TaskFailedEvent failed = new(-1, context.GetProperty<TaskScheduledEvent>().EventId, missing.Failure.ErrorMessage, null, missing.Failure);
            context.SetProperty(new ActivityExecutionResult { ResponseEvent = failed });
            return Task.CompletedTask;
        });
        await _worker.StartAsync();
        _worker.TaskOrchestrationDispatcher.IncludeParameters = true;
        _worker.TaskOrchestrationDispatcher.IncludeDetails = true;
        _worker.TaskActivityDispatcher.IncludeDetails = true;
        return new ReferenceClient(service, JsonDataConverter.Default);
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.StopAsync(isForced: true);
            _worker.Dispose();
        }
    }

    // The dispatcher waits ten seconds and retries, forever, where a manager returns null.
    TaskOrchestration INameVersionObjectManager<TaskOrchestration>.GetObject(string name, string? version)
        => new ReferenceOrchestration(name, _orchestrators.GetValueOrDefault(name), _shims, loggers);

    TaskActivity INameVersionObjectManager<TaskActivity>.GetObject(string name, string? version)
        => _activities.GetValueOrDefault(name) ?? new MissingActivity(name);

    void INameVersionObjectManager<TaskOrchestration>.Add(ObjectCreator<TaskOrchestration> creator) => throw new NotSupportedException();

    void INameVersionObjectManager<TaskActivity>.Add(ObjectCreator<TaskActivity> creator) => throw new NotSupportedException();

    private sealed class MissingActivity(string name) : TaskActivity
    {
        public FailureDetails Failure { get; } = new("ActivityTaskNotFound", $"No activity task named '{name}' was found.", null, null, isNonRetriable: true);

        public override string Run(TaskContext context, string input) => throw new NotSupportedException();
    }
}
