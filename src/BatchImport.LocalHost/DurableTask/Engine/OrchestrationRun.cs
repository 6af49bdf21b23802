using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>
/// One generation of an orchestration in memory: the orchestrator's code, halted at its awaits, and what it waits for. Steps are made
/// one at a time; a run that was dropped is made again from history.
/// </summary>
internal sealed class OrchestrationRun
{
    private readonly DurableTaskRegistry _registry;
    private readonly OrchestrationContext _context;
    private readonly OrchestratorThread _thread;
    private readonly Dictionary<int, IOpenTask> _open = [];
    private readonly List<HistoryEvent> _heldWhileSuspended = [];
    private readonly List<int> _canceledTimers = [];

    private readonly DecisionLog _decisions = new();

    private Task<object?>? _orchestrator;
    private ExecutionCompleted? _completed;
    private NextGeneration? _next;
    private bool _suspended;
    private bool _leftItsThread;

    /// <param name="registry">Where the orchestrator is.</param>
    /// <param name="identity">Whose run it is.</param>
    /// <param name="loggerFactory">For the orchestrator's loggers.</param>
    /// <param name="onIllegalAwait">Called, on any thread, when the orchestrator went on outside its steps.</param>
    public OrchestrationRun(DurableTaskRegistry registry, OrchestrationIdentity identity, ILoggerFactory loggerFactory, Action<OrchestrationRun> onIllegalAwait)
    {
        _registry = registry;
        _thread = new OrchestratorThread(() =>
        {
            if (!Interlocked.Exchange(ref _leftItsThread, true))
            {
                onIllegalAwait(this);
            }
        });
        _context = new OrchestrationContext(this, identity, loggerFactory);
    }

    public OrchestratorThread Thread => _thread;

    public ExternalEvents Events { get; } = new();

    public string Name { get; private set; } = string.Empty;

    public string Version { get; private set; } = string.Empty;

    public byte[]? Input { get; private set; }

    public DateTime Time { get; private set; }

    public bool IsReplaying { get; private set; }

    public byte[]? CustomStatus { get; set; }

    public (byte[]? Input, string? Version, bool PreserveEvents)? StartOver { get; set; }

    /// <summary>Makes a step: replays what is given of the past, then lets happen what is new.</summary>
    /// <param name="past">The history so far, on the first step of a run that is made again; null otherwise.</param>
    /// <param name="fresh">What happened since.</param>
    /// <param name="now">The step's time; an earlier one than the last step's counts as that.</param>
    public StepOutcome Step(IEnumerable<HistoryEvent>? past, IReadOnlyList<HistoryEvent> fresh, DateTime now)
    {
        try
        {
            _thread.Run(() =>
            {
                IsReplaying = true;
                foreach (HistoryEvent e in past ?? [])
                {
                    Apply(e);
                }

                IsReplaying = false;
                Time = now > Time ? now : Time;
                foreach (HistoryEvent e in fresh)
                {
                    Apply(e);
                }
            });

            if (_completed is null && !_suspended && _orchestrator is { IsCompleted: false } && _open.Count == 0 && !Events.HasWaiters)
            {
                Fail(new InvalidOperationException(OrchestratorThread.IllegalAwaitMessage));
            }
        }
        catch (NonDeterministicOrchestrationException e)
        {
            IsReplaying = false;
            _decisions.Clear();
            _next = null;
            Fail(e);
        }

        int[] canceled = [.. _canceledTimers];
        _canceledTimers.Clear();
        return new StepOutcome(Time, _decisions.TakeNew(), canceled, CustomStatus, _next is null ? _completed : null, _next) { IsSuspended = _suspended };
    }

    /// <summary>Takes the next number and adds what the code decided with it.</summary>
    public int Decide(Func<int, Decision> decide) => _decisions.Add(decide);

    public Task<T> Open<T>(int taskId, string name)
    {
        OpenTask<T> task = new(name);
        _open.Add(taskId, task);
        return task.Task;
    }

    public Task OpenTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        int id = Decide(taskId => new TimerCreated(taskId, fireAt) { At = Time });
        OpenTask<object?> timer = new("timer");
        _open.Add(id, timer);
        if (cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellationToken.Register(() => Cancel(id, timer, cancellationToken), useSynchronizationContext: false);
            timer.Task.GetAwaiter().UnsafeOnCompleted(() => registration.Dispose());
        }

        return timer.Task;
    }

    private void Cancel(int id, OpenTask<object?> timer, CancellationToken cancellationToken)
    {
        if (!_thread.IsCurrent)
        {
            // Someone outside the orchestrator cancels: what follows would not be in history.
            timer.TrySetCanceled(cancellationToken);
            return;
        }

        if (_open.Remove(id))
        {
            if (!_decisions.TryWithdraw(id))
            {
                _canceledTimers.Add(id);
            }

            timer.TrySetCanceled(cancellationToken);
        }
    }

    private void Apply(HistoryEvent e)
    {
        if (_completed is not null || _next is not null)
        {
            if (e is EventRaised late && _next is not null && StartOver is { PreserveEvents: true })
            {
                _next = _next with { Events = [.. _next.Events, late] };
            }

            return;
        }

        if (_suspended && (e is TaskOutcome or EventRaised))
        {
            _heldWhileSuspended.Add(e);
            return;
        }

        switch (e)
        {
            case OrchestratorStarted:
                Time = e.At > Time ? e.At : Time;
                break;
            case ExecutionStarted started:
                Start(started);
                break;
            case Decision recorded:
                _decisions.Confirm(recorded, Name);
                break;
            case TaskOutcome outcome:
                if (_open.Remove(outcome.TaskId, out IOpenTask? task))
                {
                    task.End(outcome);
                    Finish();
                }

                break;
            case EventRaised raised:
                Events.Raise(raised);
                Finish();
                break;
            case ExecutionSuspended:
                _suspended = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            case ExecutionTerminated terminated:
                _completed = new ExecutionCompleted(OrchestrationRuntimeStatus.Terminated, terminated.Output, Failure: null) { At = Time };
                break;
            case IllegalAwaitDetected:
                Fail(new InvalidOperationException(OrchestratorThread.IllegalAwaitMessage));
                break;
        }
    }

    private void Start(ExecutionStarted started)
    {
        Name = started.Name;
        Version = started.Version;
        Input = started.Input;
        if (!_registry.TryGetOrchestrator(Name, out Func<TaskOrchestrationContext, Task<object?>>? run))
        {
            Complete(OrchestrationRuntimeStatus.Failed, null, new TaskFailureDetails(
                "OrchestratorTaskNotFound", $"No orchestrator task named '{Name}' was found.", null, null, null) { IsNonRetriable = true });
            return;
        }

        try
        {
            _orchestrator = run(_context);
        }
        catch (Exception e)
        {
            _orchestrator = Task.FromException<object?>(e);
        }

        if (!_orchestrator.IsCompleted)
        {
            // An orchestrator that ends outside a step went there by an await that is not durable.
            _ = _orchestrator.ContinueWith(
                static (_, state) => ((OrchestratorThread)state!).CheckEnd(),
                _thread,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        Finish();
    }

    private void Resume()
    {
        _suspended = false;
        List<HistoryEvent> held = [.. _heldWhileSuspended];
        _heldWhileSuspended.Clear();
        foreach (HistoryEvent e in held)
        {
            Apply(e);
        }
    }

    private void Finish()
    {
        _thread.Drain();
        if (_orchestrator is not { IsCompleted: true } || _completed is not null)
        {
            return;
        }

        if (!_orchestrator.IsCompletedSuccessfully)
        {
            Fail(_orchestrator.Exception?.InnerException ?? new TaskCanceledException(_orchestrator));
        }
        else if (StartOver is { } again)
        {
            _next = new NextGeneration(again.Input, again.Version, again.PreserveEvents ? [.. Events.Unprocessed] : []);
        }
        else
        {
            try
            {
                Complete(OrchestrationRuntimeStatus.Completed, Payload.Serialize(_orchestrator.Result), null);
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }
    }

    private void Fail(Exception e) => Complete(OrchestrationRuntimeStatus.Failed, null, TaskFailureDetails.FromException(e) with
    {
        IsNonRetriable = e is NonDeterministicOrchestrationException,
    });

    private void Complete(OrchestrationRuntimeStatus status, byte[]? result, TaskFailureDetails? failure)
        => _completed = new ExecutionCompleted(status, failure is null ? result : Payload.Serialize(failure.ErrorMessage), failure) { At = Time };
}
