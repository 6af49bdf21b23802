using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>Runs activities on the thread pool, a limited number at once, each marked while it runs.</summary>
internal sealed class ActivityDispatcher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FairQueue _queue = new();
    private readonly Stack<Worker> _free = new();
    private readonly int _workers;
    private readonly DurableTaskRegistry _registry;
    private readonly TimeProvider _time;
    private readonly RunningMarks _marks;
    private readonly Action<ActivityItem, TaskEnded> _onEnded;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _stopToken;
    private bool _open;
    private bool _closed;

    /// <param name="workers">Activities at once at the most.</param>
    /// <param name="registry">Where they are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="marks">Where they are marked.</param>
    /// <param name="onEnded">Called, on any thread, when one has ended.</param>
    public ActivityDispatcher(int workers, DurableTaskRegistry registry, TimeProvider time, RunningMarks marks, Action<ActivityItem, TaskEnded> onEnded)
    {
        _workers = workers;
        _registry = registry;
        _time = time;
        _marks = marks;
        _onEnded = onEnded;
        _stopToken = _stop.Token;
        for (int slot = workers - 1; slot >= 0; slot--)
        {
            _free.Push(new Worker(this, slot));
        }
    }

    /// <summary>Done when the dispatcher is closed and nothing runs any more.</summary>
    public Task Idle => _idle.Task;

    /// <summary>Activities that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Whether nothing runs and nothing waits.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count == 0 && _free.Count == _workers;
            }
        }
    }

    public void Enqueue(IReadOnlyList<ActivityItem> items)
    {
        lock (_gate)
        {
            foreach (ActivityItem item in items)
            {
                _queue.Enqueue(item);
            }

            StartWorkers();
        }
    }

    /// <summary>Begins to run what waits.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _open = !_closed;
            StartWorkers();
        }
    }

    /// <summary>Begins nothing more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _open = false;
            _closed = true;
            CompleteIfIdle();
        }
    }

    /// <summary>Asks the activities that run to stop. One that does runs again after the next start.</summary>
    public Task CancelAsync() => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();

    private void StartWorkers()
    {
        for (int waiting = _queue.Count; _open && waiting > 0 && _free.TryPop(out Worker? worker); waiting--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(worker, preferLocal: false);
        }
    }

    private void CompleteIfIdle()
    {
        if (_closed && _free.Count == _workers)
        {
            _idle.TrySetResult();
        }
    }

    private ActivityItem? Next(Worker worker)
    {
        lock (_gate)
        {
            while (_open && _queue.TryDequeue(out ActivityItem? item))
            {
                if (!item.Instance.IsAbandoned)
                {
                    return item;
                }

                _queue.Ended(item);
            }

            _free.Push(worker);
            CompleteIfIdle();
            return null;
        }
    }

    private void Ended(ActivityItem item)
    {
        if (item.IsSuspect)
        {
            lock (_gate)
            {
                _queue.Ended(item);
                StartWorkers();
            }
        }
    }

    private async ValueTask<TaskEnded?> RunAsync(ActivityItem item)
    {
        TaskScheduled task = item.Task;
        if (!_registry.TryGetActivity(task.Name, out DurableTaskRegistry.ActivityRegistration? activity))
        {
            return Failed(new TaskFailureDetails("ActivityTaskNotFound", $"No activity task named '{task.Name}' was found.", null, null, null) { IsNonRetriable = true });
        }

        CancellationToken stop = _stopToken;
        try
        {
            object? output = await activity.Run(Payload.Deserialize(task.Input, activity.InputType), stop);
            return new TaskEnded(task.TaskId, Payload.Serialize(output), Failure: null) { At = Now() };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            return Failed(TaskFailureDetails.FromException(e));
        }

        TaskEnded Failed(TaskFailureDetails details) => new(task.TaskId, Result: null, details) { At = Now() };
    }

    private DateTime Now() => _time.GetUtcNow().UtcDateTime;

    // A worker goes back to the end of the thread pool's queue after each activity, so that short activities, however many, do not keep
    // orchestrators from their steps.
    private sealed class Worker(ActivityDispatcher dispatcher, int slot) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            if (dispatcher.Next(this) is { } item)
            {
                _ = RunAsync(item);
            }
        }

        private async Task RunAsync(ActivityItem item)
        {
            dispatcher._marks.Set(slot, item.Instance.Key, item.Generation, item.Task.TaskId);
            TaskEnded? ended = await dispatcher.RunAsync(item);
            dispatcher._marks.Clear(slot);
            dispatcher.Ended(item);
            if (ended is not null)
            {
                dispatcher._onEnded(item, ended);
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
