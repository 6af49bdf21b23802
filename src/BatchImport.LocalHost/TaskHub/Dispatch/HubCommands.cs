using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>The calls of clients: each runs on the hub's thread and is answered when it is committed.</summary>
internal sealed class HubCommands(
    InstanceTable instances, InstanceLifecycle lifecycle, GroupCommit commit, InstanceWaiters waiters, HubMailbox mailbox, TaskHubReader reader)
{
    /// <summary>Runs a command on the hub's thread and answers when its changes are committed.</summary>
    /// <param name="command">Validates before it changes anything: when it throws, nothing may have changed.</param>
    public Task<T> ExecuteAsync<T>(Func<T> command)
    {
        CommandMessage<T> message = new(command, commit);
        mailbox.Post(message);
        return message.Answer;
    }

    /// <summary>Starts an orchestration.</summary>
    /// <param name="created">The instance.</param>
    /// <param name="keep">Statuses in which an existing instance of that id is kept.</param>
    /// <exception cref="OrchestrationAlreadyExistsException">An existing instance is kept.</exception>
    public Task<bool> ScheduleAsync(NewInstance created, IReadOnlySet<OrchestrationStatus> keep) => ExecuteAsync(() =>
    {
        var isKnown = instances.TryGet(created.Id, out var existing);
        var status = isKnown ? existing!.Status : reader.FindInstance(created.Id)?.Status;
        if (status is { } taken && keep.Contains(taken))
        {
            throw new OrchestrationAlreadyExistsException(
                $"An orchestration with the instance id '{created.Id}' exists already: it is {taken.ToString().ToLowerInvariant()}.");
        }

        if (isKnown && !existing!.IsOver)
        {
            lifecycle.Replace(existing);
        }

        lifecycle.Create(created with { StartAt = created.StartAt > lifecycle.Now() ? created.StartAt : null });
        return true;
    });

    /// <summary>Delivers an event to an unfinished instance.</summary>
    /// <param name="id">The instance id.</param>
    /// <param name="event">Creates the event.</param>
    /// <param name="allowed">The statuses in which the instance accepts it; null for every unfinished one.</param>
    public Task<Delivery> DeliverAsync(string id, Func<HistoryEvent> @event, IReadOnlySet<OrchestrationStatus>? allowed = null) => ExecuteAsync(() =>
    {
        if (!instances.TryGet(id, out var instance) || instance.IsOver)
        {
            return new Delivery(false, reader.FindInstance(id)?.Status);
        }

        if (allowed?.Contains(instance.Status) == false)
        {
            return new Delivery(false, instance.Status);
        }

        var e = @event();
        e.Timestamp = lifecycle.Now();
        lifecycle.Deliver(instance, e, generation: null);
        return new Delivery(true, instance.Status);
    });

    /// <summary>Waits until an instance has started, or has ended; returns at once when it is finished or unknown.</summary>
    public async Task WaitAsync(string id, bool forStart, CancellationToken cancellationToken)
    {
        InstanceWaiters.Waiter waiter = new(forStart);
        var waits = await ExecuteAsync(() =>
        {
            if (!instances.TryGet(id, out var instance) || InstanceWaiters.IsSatisfied(waiter, instance))
            {
                return false;
            }

            waiters.Add(id, waiter);
            return true;
        }).WaitAsync(cancellationToken);
        if (!waits)
        {
            return;
        }

        try
        {
            await waiter.Answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            mailbox.Post(new ActionMessage(() => waiters.Remove(id, waiter)));
        }
    }

    /// <summary>Deletes a finished instance and, if requested, its finished sub-orchestrations.</summary>
    /// <returns>How many were deleted, and the status of an instance that is not finished; null otherwise.</returns>
    public Task<(int Count, OrchestrationStatus? Unfinished)> PurgeAsync(string id, bool recursive) => ExecuteAsync<(int, OrchestrationStatus?)>(() =>
    {
        if (instances.TryGet(id, out var instance))
        {
            return (0, instance.Status);
        }

        return reader.FindInstance(id) is { } row ? (Purge(row, recursive), null) : (0, null);
    });

    /// <summary>Deletes finished instances, up to a number of them.</summary>
    /// <returns>How many were deleted, and whether the number was reached.</returns>
    public Task<(int Count, bool More)> PurgeAsync(InstanceFilter filter, int most, bool recursive) => ExecuteAsync(() =>
    {
        var rows = reader.Find(filter, after: 0, most);
        return (rows.Where(row => !instances.TryGet(row.Key, out _)).Sum(row => Purge(row, recursive)), rows.Count == most);
    });

    private int Purge(InstanceRow row, bool recursive)
    {
        var count = 1;
        commit.Add(new StoreOperation.DeleteInstance(row.Key));
        foreach (var child in recursive ? reader.FinishedDescendants(row.Key) : [])
        {
            commit.Add(new StoreOperation.DeleteInstance(child));
            count++;
        }

        return count;
    }
}

/// <summary>The outcome of the delivery of an event.</summary>
/// <param name="IsDelivered">Whether the instance gets it.</param>
/// <param name="Status">The instance's status; null when there is no such instance.</param>
internal readonly record struct Delivery(bool IsDelivered, OrchestrationStatus? Status);
