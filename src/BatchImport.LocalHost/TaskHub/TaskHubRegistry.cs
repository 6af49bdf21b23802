using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;

namespace BatchImport.LocalHost.TaskHub;

/// <summary>The orchestrators and activities a task hub can run, by name without regard to case.</summary>
public sealed class TaskHubRegistry
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityRegistration> _activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds an orchestrator.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="run">Runs it; the return value is its output.</param>
    /// <exception cref="ArgumentException">There is an orchestrator of that name.</exception>
    public void AddOrchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(run);
        if (!_orchestrators.TryAdd(name, run))
        {
            throw new ArgumentException($"There are two orchestrators named '{name}' (names differ by more than case): rename one.", nameof(name));
        }
    }

    /// <summary>Adds an activity.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputType">The type of its input.</param>
    /// <param name="run">Runs it on its input (null without input); cancelled when the host stops. The return value is its output.</param>
    /// <exception cref="ArgumentException">There is an activity of that name.</exception>
    public void AddActivity(string name, Type inputType, Func<object?, CancellationToken, Task<object?>> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(inputType);
        ArgumentNullException.ThrowIfNull(run);
        if (!_activities.TryAdd(name, new ActivityRegistration(inputType, run)))
        {
            throw new ArgumentException($"There are two activities named '{name}' (names differ by more than case): rename one.", nameof(name));
        }
    }

    internal bool TryGetOrchestrator(string name, [NotNullWhen(true)] out Func<TaskOrchestrationContext, Task<object?>>? run)
        => _orchestrators.TryGetValue(name, out run);

    internal bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityRegistration? activity) => _activities.TryGetValue(name, out activity);

    internal sealed record ActivityRegistration(Type InputType, Func<object?, CancellationToken, Task<object?>> Run);
}
