using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Invocation;
using BatchImport.LocalHost.Services;
using BatchImport.LocalHost.TaskHub;
using BatchImport.LocalHost.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.LocalHost.Hosting;

/// <summary>Registers the functions with orchestration and activity triggers in the task hub.</summary>
internal static class TaskHubFunctions
{
    /// <summary>The orchestrators and activities of a catalogue.</summary>
    /// <param name="functions">The functions.</param>
    /// <param name="runner">Returns the runner of functions; called only while the hub runs.</param>
    public static TaskHubRegistry Register(IEnumerable<Function> functions, Func<FunctionRunner> runner)
    {
        var registry = new TaskHubRegistry();
        foreach (var function in functions)
        {
            switch (function.Trigger.Attribute)
            {
                case OrchestrationTriggerAttribute trigger:
                    registry.AddOrchestrator(
                        trigger.Orchestration ?? function.Name,
                        context => runner().RunAsync(function, context, FunctionCall.NoNames, CancellationToken.None));
                    break;
                case ActivityTriggerAttribute trigger:
                    registry.AddActivity(
                        trigger.Activity ?? function.Name,
                        function.Trigger.ParameterType,
                        (input, cancellationToken) => runner().RunAsync(function, input, FunctionCall.NoNames, cancellationToken));
                    break;
                default:
                    break;
            }
        }

        return registry;
    }

    /// <summary>The task hub's options, from host.json.</summary>
    public static TaskHubOptions Options(HostJson host, StateFolder state) => new()
    {
        HubName = host.HubName,
        MaxConcurrentActivityFunctions = host.MaxConcurrentActivityFunctions,
        MaxConcurrentOrchestratorFunctions = host.MaxConcurrentOrchestratorFunctions,
        DefaultVersion = host.DefaultVersion,
        Folder = state.Hub,
    };
}
