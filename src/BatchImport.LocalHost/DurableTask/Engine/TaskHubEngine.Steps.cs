using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <content>Starting steps, and what follows from one.</content>
internal sealed partial class TaskHubEngine
{
    private void MakeReady(Instance instance)
    {
        if (instance.IsOver || instance.IsBusy || instance.IsQueued || instance.Inbox.Count == 0)
        {
            return;
        }

        if (instance.StartAt is not null && !instance.Inbox.Exists(item => item.Event is ExecutionTerminated))
        {
            return;
        }

        instance.IsQueued = true;
        _ready.Enqueue(instance);
    }

    private void StartSteps()
    {
        while (_started && _activeSteps < _options.MaxConcurrentOrchestratorFunctions && _ready.TryDequeue(out Instance? instance))
        {
            instance.IsQueued = false;
            if (instance.IsOver || instance.Inbox.Count == 0)
            {
                continue;
            }

            List<InboxItem> items = instance.Inbox;
            instance.Inbox = [];
            foreach (InboxItem stale in items.Where(item => item.Generation is { } g && g != instance.Generation && item.Message is not null))
            {
                _operations.Add(new StoreOperation.DeleteMessage(stale.Message!.Value));
            }

            items.RemoveAll(item => item.Generation is { } g && g != instance.Generation);
            if (items.Count == 0)
            {
                continue;
            }

            if (instance.Idle is not null)
            {
                _idle.Remove(instance.Idle);
                instance.Idle = null;
            }

            instance.IsBusy = true;
            _activeSteps++;
            OrchestrationRun run = instance.Run ?? NewRun(instance);
            Step step = new() { Instance = instance, Items = items, Run = run, Replay = instance.Run is null && instance.NextSequence > 0 };
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Hub.MakeStep(work.Step), (Hub: this, Step: step), preferLocal: false);
        }
    }

    private OrchestrationRun NewRun(Instance instance) => new(
        _registry, instance.Identity(_options.DefaultVersion ?? string.Empty), _loggerFactory, run => Post(new IllegalAwait(instance, run)))
    {
        CustomStatus = instance.CustomStatus,
    };

    private void MakeStep(Step step)
    {
        try
        {
            step.Make(_reader, _time);
        }
        catch (InvalidDataException e)
        {
            step.Fail(e, Now());
        }
        catch (Exception e)
        {
            // The orchestrator's own exceptions are in the outcome: this is its history, which could not be read.
            HubLog.CannotReplay(_logger, e, step.Instance.Id);
            _abort.Wait(RetryInterval);
            Post(new StepToRepeat(step.Instance, step.Items));
            return;
        }

        Post(new StepEnded(step));
    }

    private void EndStep(Step step)
    {
        _activeSteps--;
        Instance instance = step.Instance;
        StepOutcome outcome = step.Outcome;
        if (instance.IsOver)
        {
            return;
        }

        instance.LastStep = outcome.Time;
        instance.CustomStatus = outcome.CustomStatus;
        foreach (InboxItem item in step.Items)
        {
            if (item.Message is { } number)
            {
                _operations.Add(new StoreOperation.DeleteMessage(number));
            }
        }

        foreach (int canceled in outcome.CanceledTimers)
        {
            if (instance.Timers.Remove(canceled, out HubTimer? timer))
            {
                timer.IsOver = true;
            }
        }

        int generation = instance.Generation;
        List<TimerCreated> timers = [];
        foreach (Decision decision in outcome.Decisions)
        {
            switch (decision)
            {
                case TaskScheduled task:
                    _scheduled.Add(new ActivityItem(instance, generation, task, IsSuspect: false));
                    break;
                case TimerCreated timer:
                    timers.Add(timer);
                    break;
                case SubOrchestrationInstanceCreated child:
                    CreateChild(instance, child);
                    break;
                case EventSent sent when _instances.TryGetValue(sent.InstanceId, out Instance? target):
                    Deliver(target, new EventRaised(sent.Name, sent.Input) { At = outcome.Time }, generation: null);
                    break;
            }
        }

        if (outcome.Completed is { } completed)
        {
            AppendHistory(step);
            Finish(instance, completed, outcome.Time, step.TerminatesFamily);
            return;
        }

        if (outcome.Next is { } next)
        {
            StartOver(instance, next, outcome.Time);
        }
        else
        {
            AppendHistory(step);
            SetStatus(instance, outcome.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running, outcome.Time);
        }

        _afterCommit.Add(() =>
        {
            instance.IsBusy = false;
            if (outcome.Next is null)
            {
                instance.Run = step.Run;
                foreach (TimerCreated timer in timers)
                {
                    AddTimer(instance, timer.TaskId, timer.FireAt, outcome.Time);
                }
            }

            NotifyWaiters(instance);
            MakeReady(instance);
            KeepIdle(instance);
        });
    }

    private void AppendHistory(Step step)
        => _operations.Add(new StoreOperation.AppendHistory(step.Instance.Key, step.Instance.NextSequence++, step.History));

    private void SetStatus(Instance instance, OrchestrationRuntimeStatus status, DateTime time, byte[]? output = null, byte[]? failure = null)
    {
        instance.Status = status;
        _operations.Add(new StoreOperation.UpdateInstance(instance.Key, status, time, instance.CustomStatus, output, failure));
    }

    private void AddTimer(Instance instance, int? taskId, DateTime fireAt, DateTime from)
    {
        HubTimer timer = new(instance, taskId, fireAt);
        if (taskId is { } id)
        {
            instance.Timers[id] = timer;
        }

        _timers.Add(timer, from);
    }

    // Runs of instances to which nothing happens are kept in memory up to a number; the oldest is dropped, and made again from history.
    private void KeepIdle(Instance instance)
    {
        if (instance.IsQueued || instance.IsOver || instance.Run is null)
        {
            return;
        }

        instance.Idle = _idle.AddLast(instance);
        while (_idle.Count > _options.MaxIdleOrchestrations)
        {
            Instance oldest = _idle.First!.Value;
            _idle.RemoveFirst();
            oldest.Idle = null;
            oldest.Run = null;
        }
    }
}
