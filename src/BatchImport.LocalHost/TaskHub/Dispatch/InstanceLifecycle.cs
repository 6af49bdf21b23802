using System.Text.Json;
using BatchImport.LocalHost.TaskHub.Execution;
using BatchImport.LocalHost.TaskHub.Serialization;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>Creates instances, delivers events to them, continues them as new and ends them. Used by the hub's thread only.</summary>
internal sealed class InstanceLifecycle(
    InstanceTable instances, GroupCommit commit, HubTimers timers, InstanceWaiters waiters, TaskHubWriter writer, TimeProvider time, ILogger logger)
{
    private long _lastKey;
    private long _lastMessage;

    /// <summary>Continues the numbers of an earlier process.</summary>
    public void Resume(long lastKey, long lastMessage)
    {
        _lastKey = lastKey;
        _lastMessage = lastMessage;
    }

    /// <summary>Creates an instance; deletes a finished one of the same id.</summary>
    public void Create(NewInstance created)
    {
        if (instances.TryGet(created.Id, out var over))
        {
            commit.Add(new StoreOperation.DeleteInstance(over.Key));
        }
        else if (writer.FindKey(created.Id) is { } finished)
        {
            commit.Add(new StoreOperation.DeleteInstance(finished));
        }

        var now = Now();
        var key = ++_lastKey;
        Instance instance = new(key, created.Id, created.Root ?? key, created.Name, created.Parent)
        {
            Version = created.Version, Status = OrchestrationStatus.Pending, StartAt = created.StartAt, Tags = created.Tags,
        };
        commit.Add(new StoreOperation.InsertInstance(new InstanceRow(key, created.Id, instance.Root)
        {
            Name = created.Name,
            Version = created.Version,
            Status = instance.Status,
            CreatedAt = now,
            UpdatedAt = now,
            StartAt = created.StartAt,
            Input = created.Input,
            Tags = created.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags) : null,
            Parent = created.Parent,
        }));
        instance.Inbox.Add(AddMessage(instance, Started(instance, created.Input, now), generation: 0));
        instances.Add(instance);
        commit.Then(() =>
        {
            if (created.StartAt is { } at)
            {
                timers.Add(instance, taskId: null, at, now);
            }

            instances.MakeReady(instance);
        });
    }

    /// <summary>Creates a sub-orchestration; the call fails when an unfinished instance has its id.</summary>
    public void CreateChild(Instance parent, SubOrchestrationInstanceCreatedEvent child)
    {
        if (instances.TryGet(child.InstanceId, out var existing) && !existing.IsOver)
        {
            FailureDetails taken = new(new OrchestrationAlreadyExistsException(
                $"An orchestration with the instance id '{child.InstanceId}' is {existing.Status.ToString().ToLowerInvariant()} already."));
            SubOrchestrationInstanceFailedEvent failed = new(-1, child.EventId, taken.ErrorMessage, details: null, taken) { Timestamp = child.Timestamp };
            Deliver(parent, failed, parent.Generation);
            return;
        }

        Create(new NewInstance(child.InstanceId, child.Name, child.Version ?? string.Empty, child.Input)
        {
            Tags = Merge(child.Tags, parent.Tags),
            Root = parent.Root,
            Parent = new ParentRow(parent.Key, parent.Id, parent.Name, child.EventId, parent.Generation),
        });
    }

    /// <summary>Delivers an event durably.</summary>
    /// <param name="target">The instance; nothing happens when it has ended.</param>
    /// <param name="e">The event.</param>
    /// <param name="generation">The generation it is for; null for the current one.</param>
    public void Deliver(Instance target, HistoryEvent e, int? generation)
    {
        if (target.IsOver)
        {
            return;
        }

        var item = AddMessage(target, e, generation);
        commit.Then(() =>
        {
            target.Inbox.Add(item);
            instances.MakeReady(target);
        });
    }

    /// <summary>Starts the next generation: with an empty history, and the events carried over.</summary>
    public void ContinueAsNew(Instance instance, NextGeneration next, DateTime at)
    {
        HubTimers.Forget(instance);
        instance.Generation++;
        instance.NextSequence = 0;
        instance.Run = null;
        instance.Version = next.Version ?? instance.Version;
        commit.Add(new StoreOperation.StartOver(instance.Key, instance.Generation, instance.Version, next.Input));
        SetStatus(instance, OrchestrationStatus.Running, at);
        List<InboxItem> carried = [AddMessage(instance, Started(instance, next.Input, at), instance.Generation)];
        carried.AddRange(next.Events.Select(e => AddMessage(instance, e, generation: null)));
        instance.Inbox.InsertRange(0, carried);
    }

    /// <summary>Ends an instance.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="completed">How it ended.</param>
    /// <param name="withChildren">Whether its sub-orchestrations are terminated.</param>
    public void Finish(Instance instance, ExecutionCompletedEvent completed, bool withChildren)
    {
        instance.IsOver = true;
        instance.IsAbandoned = completed.OrchestrationStatus != OrchestrationStatus.Completed;
        HubTimers.Forget(instance);

        // Failed instances show their failure as their output, as in Microsoft's runtime state.
        var output = completed.FailureDetails?.ToString() ?? completed.Result;
        SetStatus(instance, completed.OrchestrationStatus, completed.Timestamp, output, completed.FailureDetails is null ? null : HistoryCodec.Encode(completed));
        commit.Add(new StoreOperation.DeleteMessagesOf(instance.Key));
        if (completed.OrchestrationStatus != OrchestrationStatus.Completed)
        {
            HubLog.Ended(logger, instance.Id, instance.Name, completed.OrchestrationStatus, completed.FailureDetails?.ErrorType ?? "no error");
        }

        NotifyParent(instance, completed);
        if (withChildren)
        {
            foreach (var child in instances.All.Where(other => other.Parent?.Key == instance.Key && !other.IsOver).ToList())
            {
                Deliver(child, new RecursiveTerminationEvent(completed.Result) { Timestamp = completed.Timestamp }, generation: null);
            }
        }

        commit.Then(() =>
        {
            instances.Forget(instance);
            waiters.Notify(instance);
        });
    }

    /// <summary>Ends an unfinished instance whose id is reused: to its parent it is terminated, and its data is deleted.</summary>
    public void Replace(Instance instance)
    {
        instance.IsOver = true;
        instance.IsAbandoned = true;
        HubTimers.Forget(instance);
        NotifyParent(instance, new ExecutionCompletedEvent(-1, null, OrchestrationStatus.Terminated) { Timestamp = Now() });
        commit.Then(() => instances.Forget(instance));
    }

    public void SetStatus(Instance instance, OrchestrationStatus status, DateTime at, string? output = null, byte[]? failure = null)
    {
        instance.Status = status;
        commit.Add(new StoreOperation.UpdateInstance(instance.Key, status, at, instance.CustomStatus, output, failure));
    }

    public DateTime Now() => time.GetUtcNow().UtcDateTime;

    private static ExecutionStartedEvent Started(Instance instance, string? input, DateTime at)
        => new(-1, input) { Name = instance.Name, Version = instance.Version, Timestamp = at };

    private static IDictionary<string, string>? Merge(IDictionary<string, string>? own, IDictionary<string, string>? parents)
    {
        if (own is null || parents is null)
        {
            return own ?? parents;
        }

        Dictionary<string, string> merged = new(parents, StringComparer.Ordinal);
        foreach (var (name, value) in own)
        {
            merged[name] = value;
        }

        return merged;
    }

    private void NotifyParent(Instance instance, ExecutionCompletedEvent completed)
    {
        if (instance.Parent is not { } link || !instances.TryGet(link.Key, out var parent))
        {
            return;
        }

        var failure = completed.OrchestrationStatus == OrchestrationStatus.Terminated
            ? Failures.SubOrchestrationTerminated(instance.Id)
            : completed.FailureDetails;
        HistoryEvent ended = failure is null
            ? new SubOrchestrationInstanceCompletedEvent(-1, link.TaskId, completed.Result)
            : new SubOrchestrationInstanceFailedEvent(-1, link.TaskId, failure.ErrorMessage, details: null, failure);
        ended.Timestamp = completed.Timestamp;
        Deliver(parent, ended, link.Generation);
    }

    private InboxItem AddMessage(Instance target, HistoryEvent e, int? generation)
    {
        var number = ++_lastMessage;
        commit.Add(new StoreOperation.InsertMessage(new MessageRow(number, target.Key, generation, HistoryCodec.Encode(e))));
        return new InboxItem(number, generation, e);
    }
}

/// <summary>An instance to create.</summary>
/// <param name="Id">Its instance id.</param>
/// <param name="Name">Its orchestrator.</param>
/// <param name="Version">Its version; empty for none.</param>
/// <param name="Input">Its input, as JSON.</param>
internal sealed record NewInstance(string Id, string Name, string Version, string? Input)
{
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>When it starts, UTC; null for immediately.</summary>
    public DateTime? StartAt { get; init; }

    /// <summary>The number of the orchestration at the top of its family; null when that is the instance itself.</summary>
    public long? Root { get; init; }

    public ParentRow? Parent { get; init; }
}
