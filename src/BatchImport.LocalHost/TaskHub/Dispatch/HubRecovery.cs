using System.Text.Json;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>
/// Restores the state of an earlier process: the unfinished instances, the events that have not reached them, and what follows from their histories.
/// An activity that was scheduled and has not ended must run, and a timer that was created and has not fired must be waited for.
/// </summary>
internal sealed class HubRecovery(
    InstanceTable instances, InstanceLifecycle lifecycle, GroupCommit commit, HubTimers timers, TaskHubReader reader, TaskHubOptions options, ILogger logger)
{
    /// <summary>Reads the file, before the hub's thread starts.</summary>
    /// <param name="marks">The activities that were running when the host ended unexpectedly.</param>
    /// <returns>The activities to run.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IReadOnlyList<ActivityItem> Recover(IReadOnlyList<(long Key, int Generation, int TaskId)> marks)
    {
        lifecycle.Resume(reader.LastKey(), reader.LastMessage());
        foreach (var row in reader.UnfinishedInstances())
        {
            AddInstance(row);
        }

        foreach (var message in reader.Messages())
        {
            if (instances.TryGet(message.Key, out var instance))
            {
                instance.Inbox.Add(new InboxItem(message.Number, message.Generation, HistoryCodec.Decode(message.Event)[0]));
            }
        }

        Dictionary<(long, int, int), int> crashes = CountCrashes(marks);
        List<ActivityItem> activities = [];
        var timerCount = 0;
        foreach (var instance in instances.All)
        {
            timerCount += RecoverHistory(instance, crashes, activities);
            instances.MakeReady(instance);
        }

        commit.FlushRecovery();
        HubLog.Opened(logger, options.HubName, instances.Count, activities.Count, timerCount);
        return activities;
    }

    private void AddInstance(InstanceRow row)
    {
        Instance instance = new(row.Key, row.Id, row.Root, row.Name, row.Parent)
        {
            Version = row.Version,
            Status = row.Status,
            Generation = row.Generation,
            CustomStatus = row.CustomStatus,
            LastStep = row.UpdatedAt,
            Tags = row.Tags is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Tags),
        };
        if (row.Status == OrchestrationStatus.Pending && row.StartAt > lifecycle.Now())
        {
            instance.StartAt = row.StartAt;
            timers.Add(instance, taskId: null, row.StartAt.Value, lifecycle.Now());
        }

        instances.Add(instance);
    }

    private Dictionary<(long Key, int Generation, int TaskId), int> CountCrashes(IReadOnlyList<(long Key, int Generation, int TaskId)> marks)
    {
        Dictionary<(long, int, int), int> crashes = reader.Suspects().ToDictionary(s => (s.Key, s.Generation, s.TaskId), s => s.Crashes);
        foreach (var mark in marks)
        {
            if (instances.TryGet(mark.Key, out var instance) && instance.Generation == mark.Generation)
            {
                var count = crashes.GetValueOrDefault(mark) + 1;
                crashes[mark] = count;
                commit.Add(new StoreOperation.UpsertSuspect(new SuspectRow(mark.Key, mark.Generation, mark.TaskId, count)));
            }
        }

        return crashes;
    }

    private int RecoverHistory(Instance instance, Dictionary<(long, int, int), int> crashes, List<ActivityItem> activities)
    {
        Dictionary<int, TaskScheduledEvent> open = [];
        Dictionary<int, DateTime> waiting = [];
        foreach (var (sequence, events) in reader.History(instance.Key))
        {
            instance.NextSequence = sequence + 1;
            foreach (var e in events)
            {
                switch (e)
                {
                    case OrchestratorStartedEvent step:
                        instance.LastStep = step.Timestamp;
                        break;
                    case TaskScheduledEvent task:
                        open[task.EventId] = task;
                        break;
                    case TaskCompletedEvent completed:
                        open.Remove(completed.TaskScheduledId);
                        break;
                    case TaskFailedEvent failed:
                        open.Remove(failed.TaskScheduledId);
                        break;
                    case TimerCreatedEvent timer:
                        waiting[timer.EventId] = timer.FireAt;
                        break;
                    case TimerFiredEvent fired:
                        waiting.Remove(fired.TimerId);
                        break;
                }
            }
        }

        var now = lifecycle.Now() > instance.LastStep ? lifecycle.Now() : instance.LastStep;
        foreach (var (taskId, fireAt) in waiting)
        {
            timers.Add(instance, taskId, fireAt, now);
        }

        foreach (var task in open.Values.OrderBy(task => task.EventId))
        {
            RecoverActivity(instance, task, crashes.GetValueOrDefault((instance.Key, instance.Generation, task.EventId)), activities);
        }

        return waiting.Count;
    }

    private void RecoverActivity(Instance instance, TaskScheduledEvent task, int crashes, List<ActivityItem> activities)
    {
        // An activity that ran when a host was killed was interrupted once: that alone is no reason to suspect it, or to delay it.
        var isSuspect = crashes > 1;
        if (isSuspect)
        {
            HubLog.Suspected(logger, task.Name!, task.EventId, instance.Id, crashes, options.MaxActivityCrashes);
        }

        if (crashes < options.MaxActivityCrashes)
        {
            activities.Add(new ActivityItem(instance, instance.Generation, task, isSuspect));
            return;
        }

        FailureDetails poisoned = new(new ActivityPoisonedException(
            $"The host ended unexpectedly {crashes} times while activity '{task.Name}' (#{task.EventId} of orchestration '{instance.Id}') was running, so it is not run again."));
        TaskFailedEvent failed = new(-1, task.EventId, poisoned.ErrorMessage, details: null, poisoned) { Timestamp = lifecycle.Now() };
        instance.Inbox.Add(new InboxItem(null, instance.Generation, failed));
    }
}
