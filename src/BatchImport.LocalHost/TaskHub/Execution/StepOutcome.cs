using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Execution;

/// <summary>The result of one step of an orchestrator.</summary>
/// <param name="Time">The step's time, UTC.</param>
/// <param name="Decisions">The orchestrator's decisions, in order, as history events: tasks, timers, sub-orchestrations, events sent.</param>
/// <param name="CustomStatus">The custom status after the step, as JSON.</param>
/// <param name="Completed">How the instance ended; null when it did not.</param>
/// <param name="Next">The next generation; null unless the orchestrator continues as new.</param>
/// <param name="IsSuspended">Whether the instance is suspended after the step.</param>
/// <param name="KeepsRun">Whether the run can execute the next step; otherwise the next step replays history.</param>
internal sealed record StepOutcome(
    DateTime Time,
    IReadOnlyList<HistoryEvent> Decisions,
    string? CustomStatus,
    ExecutionCompletedEvent? Completed,
    NextGeneration? Next,
    bool IsSuspended,
    bool KeepsRun);

/// <summary>How an orchestration continues as new.</summary>
/// <param name="Input">Its input, as JSON.</param>
/// <param name="Version">Its version; null for the same.</param>
/// <param name="Events">Events carried over, in order.</param>
internal sealed record NextGeneration(string? Input, string? Version, IReadOnlyList<HistoryEvent> Events);
