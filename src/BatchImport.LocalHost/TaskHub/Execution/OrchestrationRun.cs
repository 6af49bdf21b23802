using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using Microsoft.DurableTask;

namespace BatchImport.LocalHost.TaskHub.Execution;

/// <summary>
/// One generation of an orchestration in memory: Microsoft's executor with the orchestrator's code, suspended at its awaits. Steps are executed one
/// at a time; a run that was dropped is created again from history.
/// </summary>
internal sealed class OrchestrationRun
{
    /// <summary>An event that is never stored: reports to a step that the orchestrator left its thread, which ends the instance.</summary>
    public static readonly HistoryEvent IllegalAwait = new GenericEvent(-1, nameof(IllegalAwait));

    private readonly FunctionShims _shims;
    private readonly OrchestratorThread _thread;
    private readonly OrchestrationInstance _identity;
    private readonly ParentOrchestrationInstance? _parent;

    private OrchestrationRuntimeState? _state;
    private TaskOrchestrationExecutor? _executor;
    private OrchestratorFunction? _function;
    private DateTime _time;
    private string? _customStatus;
    private bool _suspended;
    private bool _leftItsThread;

    /// <param name="shims">The orchestrators.</param>
    /// <param name="identity">The instance and its generation.</param>
    /// <param name="parent">The orchestration that called it; null for none.</param>
    /// <param name="customStatus">The custom status before the run, as JSON.</param>
    /// <param name="onIllegalAwait">Called once, on any thread, when the orchestrator continued outside its steps.</param>
    public OrchestrationRun(
        FunctionShims shims, OrchestrationInstance identity, ParentOrchestrationInstance? parent, string? customStatus, Action<OrchestrationRun> onIllegalAwait)
    {
        _shims = shims;
        _identity = identity;
        _parent = parent;
        _customStatus = customStatus;
        _thread = new OrchestratorThread(() =>
        {
            if (!Interlocked.Exchange(ref _leftItsThread, true))
            {
                onIllegalAwait(this);
            }
        });
    }

    /// <summary>Executes a step: replays the past, if there is any, then applies the new events.</summary>
    /// <param name="past">The history so far, for the first step of a run that is created again; otherwise null.</param>
    /// <param name="fresh">The events since.</param>
    /// <param name="now">The step's time, UTC; a time before the last step's is replaced by the last step's.</param>
    public StepOutcome Step(List<HistoryEvent>? past, IReadOnlyList<HistoryEvent> fresh, DateTime now)
    {
        _time = past?.OfType<OrchestratorStartedEvent>().LastOrDefault()?.Timestamp ?? _time;
        _time = now > _time ? now : _time;
        foreach (var e in past ?? [])
        {
            Observe(e);
        }

        foreach (var e in fresh)
        {
            Observe(e);
            if (ReferenceEquals(e, IllegalAwait))
            {
                return Ended(OrchestrationStatus.Failed, new FailureDetails(new InvalidOperationException(OrchestratorThread.IllegalAwaitMessage)));
            }

            if (e is ExecutionTerminatedEvent terminated && _executor is null && past is null)
            {
                // The orchestrator has not started and does not need to.
                return Ended(OrchestrationStatus.Terminated, failure: null, terminated.Input);
            }
        }

        var outer = _thread.Begin();
        try
        {
            var result = Execute(past, fresh);
            _customStatus = _function?.Context is { HasCustomStatus: true } ? result.CustomStatus : _customStatus;
            return Outcome(result.Actions);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            // The executor leaves two cases to its caller: an event whose payload has another type than the orchestrator waits for, and
            // an orchestrator that ends as cancelled. Microsoft's dispatcher would retry forever.
            return Ended(OrchestrationStatus.Failed, new FailureDetails(ex is AggregateException { InnerException: { } inner } ? inner : ex));
        }
        finally
        {
            OrchestratorThread.End(outer);
        }
    }

    private void Observe(HistoryEvent e)
    {
        switch (e)
        {
            case ExecutionStartedEvent started:
                started.OrchestrationInstance = _identity;
                break;
            case ExecutionSuspendedEvent:
                _suspended = true;
                break;
            case ExecutionResumedEvent:
                _suspended = false;
                break;
        }
    }

    private OrchestratorExecutionResult Execute(List<HistoryEvent>? past, IReadOnlyList<HistoryEvent> fresh)
    {
        if (_executor is null)
        {
            _state = new OrchestrationRuntimeState(past);
            _state.AddEvent(new OrchestratorStartedEvent(-1) { Timestamp = _time });
            foreach (var e in fresh)
            {
                _state.AddEvent(e);
            }

            (var orchestration, _function) = _shims.CreateOrchestration(_state.Name, _parent, _thread);
            _executor = new TaskOrchestrationExecutor(
                _state, orchestration, BehaviorOnContinueAsNew.Carryover, entityParameters: null, ErrorPropagationMode.UseFailureDetails);
            var result = _executor.Execute();

            // From now on the executor reads new events only; past ones are in the orchestrator's state and in the file.
            _state.PastEvents.Clear();
            _state.Events.Clear();
            return result;
        }

        _state!.NewEvents.Clear();
        _state.NewEvents.Add(new OrchestratorStartedEvent(-1) { Timestamp = _time });
        foreach (var e in fresh)
        {
            _state.NewEvents.Add(e);
        }

        return _executor.ExecuteNewEvents();
    }

    private StepOutcome Outcome(IEnumerable<OrchestratorAction> actions)
    {
        List<HistoryEvent> decisions = [];
        OrchestrationCompleteOrchestratorAction? completion = null;
        foreach (var action in actions)
        {
            if (action is OrchestrationCompleteOrchestratorAction complete)
            {
                completion = complete;
            }
            else
            {
                decisions.Add(Decision(action));
            }
        }

        if (completion is null)
        {
            return !_suspended && _function is { IsStuck: true }
                ? Ended(OrchestrationStatus.Failed, new FailureDetails(new InvalidOperationException(OrchestratorThread.IllegalAwaitMessage)))
                : new StepOutcome(_time, decisions, _customStatus, null, null, _suspended, KeepsRun: _function?.Context is not { ContinuesAsNew: true });
        }

        if (completion.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew)
        {
            return new StepOutcome(_time, decisions, _customStatus, null, Next(completion, decisions), _suspended, KeepsRun: false);
        }

        // An instance that ended while tasks were pending was terminated or is not deterministic: of its last decisions only events have an effect.
        decisions.RemoveAll(decision => decision is not EventSentEvent);
        return Ended(completion.OrchestrationStatus, completion.FailureDetails, completion.Result, decisions, completion.Id);
    }

    // Events that the orchestrator did not wait for are returned as events it sends to itself; they were raised before those carried over.
    private NextGeneration Next(OrchestrationCompleteOrchestratorAction completion, List<HistoryEvent> decisions)
    {
        List<HistoryEvent> events = [];
        foreach (var sent in decisions.OfType<EventSentEvent>().Where(sent => sent.InstanceId == _identity.InstanceId).ToList())
        {
            decisions.Remove(sent);
            events.Add(new EventRaisedEvent(-1, sent.Input) { Name = sent.Name, Timestamp = _time });
        }

        events.AddRange(completion.CarryoverEvents);
        if (_suspended)
        {
            events.Add(new ExecutionSuspendedEvent(-1, reason: null) { Timestamp = _time });
        }

        return new NextGeneration(completion.Result, completion.NewVersion, events);
    }

    private HistoryEvent Decision(OrchestratorAction action) => action switch
    {
        ScheduleTaskOrchestratorAction task => new TaskScheduledEvent(task.Id, task.Name!, task.Version, task.Input) { Timestamp = _time },
        CreateTimerOrchestratorAction timer => new TimerCreatedEvent(timer.Id) { FireAt = timer.FireAt, Timestamp = _time },
        CreateSubOrchestrationAction child => new SubOrchestrationInstanceCreatedEvent(child.Id)
        {
            Name = child.Name, Version = child.Version, InstanceId = child.InstanceId, Input = child.Input, Tags = child.Tags, Timestamp = _time,
        },
        SendEventOrchestratorAction sent => new EventSentEvent(sent.Id)
        {
            InstanceId = sent.Instance?.InstanceId, Name = sent.EventName, Input = sent.EventData, Timestamp = _time,
        },
        _ => throw new NotSupportedException($"The LocalHost's task hub does not support the orchestrator action {action.OrchestratorActionType}."),
    };

    private StepOutcome Ended(
        OrchestrationStatus status, FailureDetails? failure, string? result = null, IReadOnlyList<HistoryEvent>? decisions = null, int id = -1)
    {
        ExecutionCompletedEvent completed = new(id, failure?.ErrorMessage ?? result, status, failure) { Timestamp = _time };
        return new StepOutcome(_time, decisions ?? [], _customStatus, completed, Next: null, _suspended, KeepsRun: false);
    }
}
