using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>An activity to run.</summary>
/// <param name="Instance">The instance that scheduled it.</param>
/// <param name="Generation">The generation that scheduled it.</param>
/// <param name="Task">The scheduled task.</param>
/// <param name="IsSuspect">Whether the host ended unexpectedly more than once while it ran.</param>
internal sealed record ActivityItem(Instance Instance, int Generation, TaskScheduledEvent Task, bool IsSuspect)
{
    /// <summary>The instance and generation, as the activity sees them. Read when the item is created, on the hub's thread.</summary>
    public OrchestrationInstance Caller { get; } = Instance.Identity;
}
