using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using BatchImport.LocalHost.TaskHub.Serialization;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Execution;

/// <summary>Wraps registered functions in Microsoft's shims, which the executor of DurableTask.Core runs.</summary>
internal sealed class FunctionShims
{
    private readonly ConcurrentDictionary<string, TaskActivity> _activities = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskHubRegistry _registry;
    private readonly DurableTaskShimFactory _factory;
    private readonly ILoggerFactory _loggers;
    private readonly CancellationToken _stopping;

    /// <param name="registry">The functions.</param>
    /// <param name="defaultVersion">The version of sub-orchestrations that are called without one; null for none.</param>
    /// <param name="loggers">For the orchestrators' loggers.</param>
    /// <param name="stopping">Cancelled when activities must stop.</param>
    public FunctionShims(TaskHubRegistry registry, string? defaultVersion, ILoggerFactory loggers, CancellationToken stopping)
    {
        _registry = registry;
        _loggers = loggers;
        _stopping = stopping;
        DurableTaskWorkerOptions options = new()
        {
            DataConverter = PayloadConverter.Instance,
            Versioning = new DurableTaskWorkerOptions.VersioningOptions { DefaultVersion = defaultVersion ?? string.Empty },
        };

        // The shims log exceptions with their messages, which can contain row values: they get no loggers.
        _factory = new DurableTaskShimFactory(options, loggerFactory: null);
    }

    public bool TryGetActivity(string name, [NotNullWhen(true)] out TaskActivity? activity)
    {
        if (!_activities.TryGetValue(name, out activity) && _registry.TryGetActivity(name, out var registered))
        {
            activity = _activities.GetOrAdd(name, _factory.CreateActivity(name, new ActivityFunction(registered, _stopping)));
        }

        return activity is not null;
    }

    /// <summary>Creates an orchestrator for one run of an instance.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parent">The orchestration that called it; null for none.</param>
    /// <param name="thread">The run's thread.</param>
    /// <returns>The object for the executor, and the function behind it; null when no orchestrator has the name.</returns>
    public (TaskOrchestration Orchestration, OrchestratorFunction? Function) CreateOrchestration(
        string name, ParentOrchestrationInstance? parent, OrchestratorThread thread)
    {
        if (!_registry.TryGetOrchestrator(name, out var run))
        {
            return (new MissingOrchestrator(name), null);
        }

        OrchestratorFunction function = new(run, thread, _loggers);
        return (_factory.CreateOrchestration(name, function, parent), function);
    }
}
