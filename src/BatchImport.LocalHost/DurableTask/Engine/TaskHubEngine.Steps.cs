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
            End(instance, completed, outcome.Time, step.TerminatesFamily);
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

    private void StartOver(Instance instance, NextGeneration next, DateTime time)
    {
        ForgetTimers(instance);
        instance.Generation++;
        instance.NextSequence = 0;
        instance.Run = null;
        instance.Version = next.Version ?? instance.Version;
        _operations.Add(new StoreOperation.StartOver(instance.Key, instance.Generation, instance.Version, next.Input));
        SetStatus(instance, OrchestrationRuntimeStatus.Running, time);
        List<InboxItem> carried = [AddMessage(instance, new ExecutionStarted(instance.Name, instance.Version, next.Input) { At = time }, instance.Generation)];
        carried.AddRange(next.Events.Select(e => AddMessage(instance, e, generation: null)));
        instance.Inbox.InsertRange(0, carried);
    }

    private void End(Instance instance, ExecutionCompleted completed, DateTime time, bool terminatesFamily)
    {
        instance.IsOver = true;
        instance.IsAbandoned = completed.Status == OrchestrationRuntimeStatus.Terminated;
        ForgetTimers(instance);
        SetStatus(instance, completed.Status, time, completed.Result, completed.Failure is null ? null : HistoryCodec.Encode(completed));
        _operations.Add(new StoreOperation.DeleteMessagesOf(instance.Key));
        if (completed.Status != OrchestrationRuntimeStatus.Completed)
        {
            HubLog.Ended(_logger, instance.Id, instance.Name, completed.Status, completed.Failure?.ErrorType ?? "no error");
        }

        TellParent(instance, completed);
        if (terminatesFamily)
        {
            foreach (Instance child in _instances.Values.Where(other => other.Parent?.Key == instance.Key && !other.IsOver).ToList())
            {
                Deliver(child, new ExecutionTerminated(completed.Result, Recursive: true) { At = time }, generation: null);
            }
        }

        _afterCommit.Add(() =>
        {
            Forget(instance);
            NotifyWaiters(instance);
        });
    }

    private void TellParent(Instance instance, ExecutionCompleted completed)
    {
        if (instance.Parent is not { } link || !_byKey.TryGetValue(link.Key, out Instance? parent))
        {
            return;
        }

        TaskFailureDetails? failure = completed.Status == OrchestrationRuntimeStatus.Terminated
            ? new TaskFailureDetails("OrchestrationTerminated", $"Sub-orchestration '{instance.Id}' was terminated.", null, null, null)
            : completed.Failure;
        Deliver(parent, new SubOrchestrationInstanceEnded(link.TaskId, failure is null ? completed.Result : null, failure) { At = completed.At }, link.Generation);
    }

    private void CreateChild(Instance parent, SubOrchestrationInstanceCreated child)
    {
        if (_instances.TryGetValue(child.InstanceId, out Instance? existing) && !existing.IsOver)
        {
            TaskFailureDetails taken = TaskFailureDetails.FromException(new OrchestrationAlreadyExistsException(
                $"An orchestration with the instance id '{child.InstanceId}' is {existing.Status.ToString().ToLowerInvariant()} already."));
            Deliver(parent, new SubOrchestrationInstanceEnded(child.TaskId, null, taken) { At = child.At }, parent.Generation);
            return;
        }

        Create(
            child.InstanceId,
            child.Name,
            child.Version,
            child.Input,
            child.Tags,
            startAt: null,
            parent.Root,
            new ParentRow(parent.Key, parent.Id, parent.Name, child.TaskId, parent.Generation));
    }

    private Instance Create(
        string id, string name, string version, byte[]? input, string? tags, DateTime? startAt, long? root, ParentRow? parent)
    {
        if (_instances.TryGetValue(id, out Instance? over))
        {
            _operations.Add(new StoreOperation.DeleteInstance(over.Key));
        }
        else if (_writer.FindKey(id) is { } finished)
        {
            _operations.Add(new StoreOperation.DeleteInstance(finished));
        }

        DateTime now = Now();
        long key = ++_lastKey;
        Instance instance = new(key, id, root ?? key, name, parent) { Version = version, Status = OrchestrationRuntimeStatus.Pending, StartAt = startAt };
        _operations.Add(new StoreOperation.InsertInstance(new InstanceRow(key, id, root ?? key)
        {
            Name = name, Version = version, Status = instance.Status, CreatedAt = now, UpdatedAt = now, StartAt = startAt, Input = input, Tags = tags, Parent = parent,
        }));
        instance.Inbox.Add(AddMessage(instance, new ExecutionStarted(name, version, input) { At = now }, generation: 0));
        _instances[id] = instance;
        _byKey[key] = instance;
        _afterCommit.Add(() =>
        {
            if (startAt is { } at)
            {
                AddTimer(instance, taskId: null, at, now);
            }

            MakeReady(instance);
        });
        return instance;
    }

    private void Deliver(Instance target, HistoryEvent e, int? generation)
    {
        if (target.IsOver)
        {
            return;
        }

        InboxItem item = AddMessage(target, e, generation);
        _afterCommit.Add(() =>
        {
            target.Inbox.Add(item);
            MakeReady(target);
        });
    }

    private InboxItem AddMessage(Instance target, HistoryEvent e, int? generation)
    {
        long number = ++_lastMessage;
        _operations.Add(new StoreOperation.InsertMessage(new MessageRow(number, target.Key, generation, HistoryCodec.Encode(e))));
        return new InboxItem(number, generation, e);
    }

    private void Forget(Instance instance)
    {
        _byKey.Remove(instance.Key);
        if (_instances.TryGetValue(instance.Id, out Instance? current) && current == instance)
        {
            _instances.Remove(instance.Id);
        }

        instance.Run = null;
        instance.Inbox.Clear();
    }

    private static void ForgetTimers(Instance instance)
    {
        foreach (HubTimer timer in instance.Timers.Values)
        {
            timer.IsOver = true;
        }

        instance.Timers.Clear();
    }
}
