using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>A step of an orchestration, made on the thread pool.</summary>
internal sealed class Step
{
    public required Instance Instance { get; init; }

    /// <summary>What happened, for the orchestrator to deal with.</summary>
    public required List<InboxItem> Items { get; init; }

    public required OrchestrationRun Run { get; init; }

    /// <summary>Whether history is to be replayed first.</summary>
    public required bool Replay { get; init; }

    public StepOutcome Outcome { get; private set; } = null!;

    /// <summary>The step's events, as history keeps them.</summary>
    public byte[] History { get; private set; } = [];

    /// <summary>Whether the instance was terminated in it, and its sub-orchestrations are to be.</summary>
    public bool TerminatesFamily { get; private set; }

    public void Make(TaskHubReader reader, TimeProvider time)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        List<HistoryEvent> fresh = new(Items.Count);
        bool started = Replay || Instance.Run is not null;
        foreach (InboxItem item in Items)
        {
            // The orchestrator must not see a time before the one it waited for.
            if (item.Event is TimerFired fired && fired.FireAt > now)
            {
                now = fired.FireAt;
            }

            if (item.Event is ExecutionTerminated && !started)
            {
                fresh.Insert(0, item.Event);
            }
            else
            {
                fresh.Add(item.Event);
            }

            TerminatesFamily |= item.Event is ExecutionTerminated { Recursive: true };
        }

        Outcome = Run.Step(Replay ? reader.History(Instance.Key).SelectMany(step => step.Events) : null, fresh, now);
        List<HistoryEvent> events = new(fresh.Count + Outcome.Decisions.Count + 2) { new OrchestratorStarted { At = Outcome.Time } };
        events.AddRange(fresh.Where(e => e is not IllegalAwaitDetected));
        events.AddRange(Outcome.Decisions);
        if (Outcome.Completed is not null)
        {
            events.Add(Outcome.Completed);
        }

        History = HistoryCodec.Encode(events);
    }

    /// <summary>Ends the instance instead: its history is damaged.</summary>
    public void Fail(InvalidDataException reason, DateTime now)
    {
        ExecutionCompleted failed = new(
            OrchestrationRuntimeStatus.Failed, Payload.Serialize(reason.Message), TaskFailureDetails.FromException(reason)) { At = now };
        Outcome = new StepOutcome(now, [], [], Instance.CustomStatus, failed, Next: null);
        History = HistoryCodec.Encode(failed);
    }
}
