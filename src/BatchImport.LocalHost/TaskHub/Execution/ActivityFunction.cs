using Microsoft.DurableTask;

namespace BatchImport.LocalHost.TaskHub.Execution;

/// <summary>A registered activity, as Microsoft's shim runs it.</summary>
/// <param name="activity">The activity.</param>
/// <param name="stopping">Cancelled when the task hub stops.</param>
internal sealed class ActivityFunction(TaskHubRegistry.ActivityRegistration activity, CancellationToken stopping) : ITaskActivity
{
    public Type InputType => activity.InputType;

    public Type OutputType => typeof(object);

    public Task<object?> RunAsync(TaskActivityContext context, object? input) => activity.Run(input, stopping);
}
