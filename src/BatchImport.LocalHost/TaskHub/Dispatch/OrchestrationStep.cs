using System.Runtime.InteropServices;
using BatchImport.LocalHost.TaskHub.Execution;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>A step of an orchestration, executed on the thread pool.</summary>
internal sealed class OrchestrationStep
{
    public required Instance Instance { get; init; }

    /// <summary>The events since the last step.</summary>
    public required List<InboxItem> Items { get; init; }

    public required OrchestrationRun Run { get; init; }

    /// <summary>Whether history must be replayed first.</summary>
    public required bool Replay { get; init; }

    public StepOutcome Outcome { get; private set; } = null!;

    /// <summary>The step's events, as stored in history.</summary>
    public byte[] History { get; private set; } = [];

    /// <summary>Whether the step terminated the instance, and its sub-orchestrations must be terminated.</summary>
    public bool TerminatesChildren { get; private set; }

    /// <exception cref="InvalidDataException">The instance's history is damaged.</exception>
    public void Make(TaskHubReader reader, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        List<HistoryEvent> fresh = new(Items.Count);
        foreach (var item in Items)
        {
            // The orchestrator must not see a time before the one it waited for.
            if (item.Event is TimerFiredEvent fired && fired.FireAt > now)
            {
                now = fired.FireAt;
            }

            fresh.Add(item.Event);
            TerminatesChildren |= item.Event is RecursiveTerminationEvent;
        }

        Outcome = Run.Step(Replay ? [.. reader.History(Instance.Key).SelectMany(step => step.Events)] : null, fresh, now);
        fresh.Remove(OrchestrationRun.IllegalAwait);
        List<HistoryEvent> events = new(fresh.Count + Outcome.Decisions.Count + 2) { new OrchestratorStartedEvent(-1) { Timestamp = Outcome.Time } };
        events.AddRange(fresh);
        events.AddRange(Outcome.Decisions);
        if (Outcome.Completed is not null)
        {
            events.Add(Outcome.Completed);
        }

        History = HistoryCodec.Encode(CollectionsMarshal.AsSpan(events));
    }

    /// <summary>Ends the instance instead of executing the step: its history is damaged.</summary>
    public void Fail(InvalidDataException reason, DateTime now)
    {
        FailureDetails failure = new(reason);
        ExecutionCompletedEvent failed = new(-1, failure.ErrorMessage, OrchestrationStatus.Failed, failure) { Timestamp = now };
        Outcome = new StepOutcome(now, [], Instance.CustomStatus, failed, Next: null, IsSuspended: false, KeepsRun: false);
        History = HistoryCodec.Encode(failed);
    }
}
