namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>
/// Something that happened to an orchestration, in the words of Durable Functions. The history of a generation is the list of them,
/// in order, and an orchestrator's state is what running it over that list gives.
/// </summary>
internal abstract record HistoryEvent
{
    /// <summary>When it happened, UTC.</summary>
    public DateTime At { get; init; }
}

/// <summary>A step begins; its time is <see cref="TaskOrchestrationContext.CurrentUtcDateTime"/> until the next one.</summary>
internal sealed record OrchestratorStarted : HistoryEvent;

internal sealed record ExecutionStarted(string Name, string Version, byte[]? Input) : HistoryEvent;

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

internal sealed record ExecutionTerminated(byte[]? Output, bool Recursive) : HistoryEvent;

internal sealed record ExecutionCompleted(OrchestrationRuntimeStatus Status, byte[]? Result, TaskFailureDetails? Failure) : HistoryEvent;

internal sealed record EventRaised(string Name, byte[]? Input) : HistoryEvent;

/// <summary>Something the orchestrator decided, numbered from 0 within its generation.</summary>
internal abstract record Decision(int TaskId) : HistoryEvent
{
    /// <summary>What it is, in words for a message: kind and name.</summary>
    public abstract string Describe();

    /// <summary>Whether another decision is the same one made again in a replay.</summary>
    public bool Matches(Decision other) => GetType() == other.GetType() && string.Equals(Describe(), other.Describe(), StringComparison.OrdinalIgnoreCase);
}

internal sealed record TaskScheduled(int TaskId, string Name, string Version, byte[]? Input) : Decision(TaskId)
{
    public override string Describe() => $"activity '{Name}'";
}

internal sealed record TimerCreated(int TaskId, DateTime FireAt) : Decision(TaskId)
{
    public override string Describe() => "a timer";
}

internal sealed record SubOrchestrationInstanceCreated(
    int TaskId, string Name, string InstanceId, string Version, byte[]? Input, string? Tags) : Decision(TaskId)
{
    public override string Describe() => $"sub-orchestration '{Name}'";
}

internal sealed record EventSent(int TaskId, string InstanceId, string Name, byte[]? Input) : Decision(TaskId)
{
    public override string Describe() => $"event '{Name}'";
}

/// <summary>The end of something decided, by its number.</summary>
internal abstract record TaskOutcome(int TaskId, byte[]? Result, TaskFailureDetails? Failure) : HistoryEvent;

/// <summary>An activity ended: completed when there is no failure.</summary>
internal sealed record TaskEnded(int TaskId, byte[]? Result, TaskFailureDetails? Failure) : TaskOutcome(TaskId, Result, Failure);

internal sealed record TimerFired(int TaskId, DateTime FireAt) : TaskOutcome(TaskId, null, null);

/// <summary>A sub-orchestration ended: completed when there is no failure.</summary>
internal sealed record SubOrchestrationInstanceEnded(int TaskId, byte[]? Result, TaskFailureDetails? Failure) : TaskOutcome(TaskId, Result, Failure);

/// <summary>Never kept: tells a step that its orchestrator left its thread, which ends the instance.</summary>
internal sealed record IllegalAwaitDetected : HistoryEvent;
