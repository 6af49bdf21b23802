using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <content>What clients ask for. Each is done on the hub's thread and answered when it is committed.</content>
internal sealed partial class TaskHubEngine
{
    /// <summary>Starts an orchestration.</summary>
    /// <param name="name">The orchestrator.</param>
    /// <param name="id">The instance id.</param>
    /// <param name="version">The version; null for the hub's default.</param>
    /// <param name="input">The input.</param>
    /// <param name="tags">The labels as a JSON object.</param>
    /// <param name="startAt">When, UTC; null for at once.</param>
    /// <param name="keep">Statuses in which an instance of that id is left alone.</param>
    /// <exception cref="OrchestrationAlreadyExistsException">It is left alone.</exception>
    public Task<bool> ScheduleAsync(
        string name, string id, string? version, byte[]? input, string? tags, DateTime? startAt, IReadOnlySet<OrchestrationRuntimeStatus> keep)
        => ExecuteAsync(() =>
        {
            bool running = _instances.TryGetValue(id, out Instance? existing);
            OrchestrationRuntimeStatus? status = running ? existing!.Status : _reader.FindInstance(id)?.Status;
            if (status is { } taken && keep.Contains(taken))
            {
                throw new OrchestrationAlreadyExistsException($"An orchestration with the instance id '{id}' exists already: it is {taken.ToString().ToLowerInvariant()}.");
            }

            if (running && !existing!.IsOver)
            {
                Replace(existing);
            }

            Create(id, name, version ?? _options.DefaultVersion ?? string.Empty, input, tags, startAt > Now() ? startAt : null, root: null, parent: null);
            return true;
        });

    /// <summary>Raises an event; dropped when no instance of that id is unfinished.</summary>
    public Task<bool> RaiseEventAsync(string id, string name, byte[]? input) => TellAsync(id, () => new EventRaised(name, input) { At = Now() });

    public Task<bool> TerminateAsync(string id, byte[]? output, bool recursive)
        => TellAsync(id, () => new ExecutionTerminated(output, recursive) { At = Now() });

    public Task<bool> SuspendAsync(string id, string? reason) => TellAsync(id, () => new ExecutionSuspended(reason) { At = Now() });

    public Task<bool> ResumeAsync(string id, string? reason) => TellAsync(id, () => new ExecutionResumed(reason) { At = Now() });

    /// <summary>Waits until an instance has started, or is over; at once when it is not in memory, being finished or unknown.</summary>
    public async Task WaitAsync(string id, bool forStart, CancellationToken cancellationToken)
    {
        Waiter waiter = new(forStart, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        bool waits = await ExecuteAsync(() =>
        {
            if (!_instances.TryGetValue(id, out Instance? instance) || IsSatisfied(waiter, instance))
            {
                return false;
            }

            if (!_waiters.TryGetValue(id, out List<Waiter>? list))
            {
                _waiters[id] = list = [];
            }

            list.Add(waiter);
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
            Post(new Forgotten(id, waiter));
        }
    }

    /// <summary>Deletes a finished instance, and its finished sub-orchestrations when asked to.</summary>
    /// <returns>Instances deleted.</returns>
    public Task<int> PurgeAsync(string id, bool recursive) => ExecuteAsync(()
        => _instances.ContainsKey(id) || _reader.FindInstance(id) is not { } row ? 0 : Purge(row, recursive));

    /// <summary>Deletes finished instances, no more than a number of them.</summary>
    /// <returns>Instances deleted, and whether the number was reached.</returns>
    public Task<(int Count, bool More)> PurgeAsync(InstanceFilter filter, int most, bool recursive) => ExecuteAsync(() =>
    {
        IReadOnlyList<InstanceRow> rows = _reader.Find(filter, after: 0, most);
        return (rows.Where(row => !_byKey.ContainsKey(row.Key)).Sum(row => Purge(row, recursive)), rows.Count == most);
    });

    private int Purge(InstanceRow row, bool recursive)
    {
        int count = 1;
        _operations.Add(new StoreOperation.DeleteInstance(row.Key));
        foreach (long child in recursive ? _reader.FinishedDescendants(row.Key) : [])
        {
            _operations.Add(new StoreOperation.DeleteInstance(child));
            count++;
        }

        return count;
    }

    private Task<bool> TellAsync(string id, Func<HistoryEvent> what) => ExecuteAsync(() =>
    {
        if (!_instances.TryGetValue(id, out Instance? instance) || instance.IsOver)
        {
            return false;
        }

        Deliver(instance, what(), generation: null);
        return true;
    });

    // The instance that has an id another one is to get: it ends as terminated, for its parent to know, and leaves no trace.
    private void Replace(Instance instance)
    {
        instance.IsOver = true;
        instance.IsAbandoned = true;
        ForgetTimers(instance);
        TellParent(instance, new ExecutionCompleted(OrchestrationRuntimeStatus.Terminated, null, null) { At = Now() });
        _afterCommit.Add(() => Forget(instance));
    }

    private void NotifyWaiters(Instance instance)
    {
        if (!_waiters.TryGetValue(instance.Id, out List<Waiter>? list))
        {
            return;
        }

        foreach (Waiter waiter in list.Where(waiter => IsSatisfied(waiter, instance)).ToList())
        {
            waiter.Answer.TrySetResult(true);
        }
    }

    private static bool IsSatisfied(Waiter waiter, Instance instance)
        => instance.IsOver || (waiter.ForStart && instance.Status != OrchestrationRuntimeStatus.Pending);

    private sealed class Forgotten(string id, Waiter waiter) : Message
    {
        public override void Handle(TaskHubEngine hub)
        {
            if (hub._waiters.TryGetValue(id, out List<Waiter>? list) && list.Remove(waiter) && list.Count == 0)
            {
                hub._waiters.Remove(id);
            }
        }
    }
}
