namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>What came of one step of an orchestrator.</summary>
/// <param name="Time">The step's time, UTC.</param>
/// <param name="Decisions">What it decided, in order.</param>
/// <param name="CanceledTimers">Numbers of timers it no longer waits for.</param>
/// <param name="CustomStatus">The custom status as it is now.</param>
/// <param name="Completed">How it ended; null when it did not.</param>
/// <param name="Next">The next generation; null unless it started over.</param>
internal sealed record StepOutcome(
    DateTime Time,
    IReadOnlyList<Decision> Decisions,
    IReadOnlyList<int> CanceledTimers,
    byte[]? CustomStatus,
    ExecutionCompleted? Completed,
    NextGeneration? Next)
{
    /// <summary>Whether the instance is halted after the step.</summary>
    public bool IsSuspended { get; init; }
}

/// <summary>How an orchestration starts over.</summary>
/// <param name="Input">Its input.</param>
/// <param name="Version">Its version; null for the same.</param>
/// <param name="Events">Events handed on, in order.</param>
internal sealed record NextGeneration(byte[]? Input, string? Version, IReadOnlyList<EventRaised> Events);
