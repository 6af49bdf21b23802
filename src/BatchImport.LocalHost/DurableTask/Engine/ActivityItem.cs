namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>An activity to run.</summary>
/// <param name="Instance">Whose.</param>
/// <param name="Generation">The generation that scheduled it.</param>
/// <param name="Task">What to run.</param>
/// <param name="IsSuspect">Whether the host went down more than once while it ran.</param>
internal sealed record ActivityItem(Instance Instance, int Generation, TaskScheduled Task, bool IsSuspect);
