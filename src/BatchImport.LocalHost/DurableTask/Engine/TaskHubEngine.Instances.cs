using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <content>The life of instances: made, told something, started over, ended, forgotten.</content>
internal sealed partial class TaskHubEngine
{
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

    private void Finish(Instance instance, ExecutionCompleted completed, DateTime time, bool terminatesFamily)
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
