using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <content>Taking up again what an earlier process left.</content>
internal sealed partial class TaskHubEngine
{
    /// <summary>Reads the unfinished instances; before <see cref="Begin"/>.</summary>
    /// <param name="marks">The activities that were running when the host went down.</param>
    public void Recover(IReadOnlyList<(long Key, int Generation, int TaskId)> marks)
    {
        _lastKey = _reader.LastKey();
        _lastMessage = _reader.LastMessage();
        foreach (InstanceRow row in _reader.UnfinishedInstances())
        {
            Instance instance = new(row.Key, row.Id, row.Root, row.Name, row.Parent)
            {
                Version = row.Version, Status = row.Status, Generation = row.Generation, CustomStatus = row.CustomStatus, LastStep = row.UpdatedAt,
            };
            if (row.Status == OrchestrationRuntimeStatus.Pending && row.StartAt > Now())
            {
                instance.StartAt = row.StartAt;
                AddTimer(instance, taskId: null, row.StartAt.Value, Now());
            }

            _instances[row.Id] = instance;
            _byKey[row.Key] = instance;
        }

        foreach (MessageRow message in _reader.Messages())
        {
            if (_byKey.TryGetValue(message.Key, out Instance? instance))
            {
                instance.Inbox.Add(new InboxItem(message.Number, message.Generation, HistoryCodec.Decode(message.Event)[0]));
            }
        }

        Dictionary<(long, int, int), int> crashes = CountCrashes(marks);
        List<ActivityItem> activities = [];
        int timers = 0;
        foreach (Instance instance in _instances.Values)
        {
            timers += RecoverHistory(instance, crashes, activities);
            MakeReady(instance);
        }

        if (_operations.Count > 0)
        {
            _writer.Commit(_operations);
            _operations.Clear();
        }

        _dispatcher.Enqueue(activities);
        HubLog.Opened(_logger, _options.HubName, _instances.Count, activities.Count, timers);
    }

    private Dictionary<(long Key, int Generation, int TaskId), int> CountCrashes(IReadOnlyList<(long Key, int Generation, int TaskId)> marks)
    {
        Dictionary<(long, int, int), int> crashes = _reader.Suspects().ToDictionary(s => (s.Key, s.Generation, s.TaskId), s => s.Crashes);
        foreach ((long Key, int Generation, int TaskId) mark in marks)
        {
            if (_byKey.TryGetValue(mark.Key, out Instance? instance) && instance.Generation == mark.Generation)
            {
                int count = crashes.GetValueOrDefault(mark) + 1;
                crashes[mark] = count;
                _operations.Add(new StoreOperation.UpsertSuspect(new SuspectRow(mark.Key, mark.Generation, mark.TaskId, count)));
            }
        }

        return crashes;
    }

    // What was scheduled and has not ended is to be run; what was created and has not fired is to be waited for.
    private int RecoverHistory(Instance instance, Dictionary<(long, int, int), int> crashes, List<ActivityItem> activities)
    {
        Dictionary<int, TaskScheduled> open = [];
        Dictionary<int, DateTime> timers = [];
        foreach ((int sequence, List<HistoryEvent> events) in _reader.History(instance.Key))
        {
            instance.NextSequence = sequence + 1;
            foreach (HistoryEvent e in events)
            {
                switch (e)
                {
                    case OrchestratorStarted step:
                        instance.LastStep = step.At;
                        break;
                    case TaskScheduled task:
                        open[task.TaskId] = task;
                        break;
                    case TaskEnded ended:
                        open.Remove(ended.TaskId);
                        break;
                    case TimerCreated timer:
                        timers[timer.TaskId] = timer.FireAt;
                        break;
                    case TimerFired fired:
                        timers.Remove(fired.TaskId);
                        break;
                }
            }
        }

        DateTime now = Now() > instance.LastStep ? Now() : instance.LastStep;
        foreach ((int taskId, DateTime fireAt) in timers)
        {
            AddTimer(instance, taskId, fireAt, now);
        }

        foreach (TaskScheduled task in open.Values.OrderBy(task => task.TaskId))
        {
            int count = crashes.GetValueOrDefault((instance.Key, instance.Generation, task.TaskId));

            // Whatever ran when a host was killed was interrupted once: that says nothing against it, and is not slowed down.
            bool isSuspect = count > 1;
            if (isSuspect)
            {
                HubLog.Suspected(_logger, task.Name, task.TaskId, instance.Id, count, _options.MaxActivityCrashes);
            }

            if (count >= _options.MaxActivityCrashes)
            {
                TaskFailureDetails poisoned = TaskFailureDetails.FromException(new ActivityPoisonedException(
                    $"The host went down {count} times while activity '{task.Name}' (#{task.TaskId} of orchestration '{instance.Id}') was running, so it is not run again."));
                instance.Inbox.Add(new InboxItem(null, instance.Generation, new TaskEnded(task.TaskId, null, poisoned) { At = Now() }));
            }
            else
            {
                activities.Add(new ActivityItem(instance, instance.Generation, task, isSuspect));
            }
        }

        return timers.Count;
    }
}
