using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>Runs activities on the thread pool, a limited number at once, each marked while it runs.</summary>
internal sealed class ActivityDispatcher
{
    private readonly Lock _gate = new();
    private readonly FairQueue _queue = new();
    private readonly Stack<Worker> _free = new();
    private readonly int _workers;
    private readonly ActivityRunner _runner;
    private readonly RunningMarks _marks;
    private readonly Action<ActivityItem, HistoryEvent> _onEnded;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _open;
    private bool _closed;

    /// <param name="workers">The largest number of activities that run at once.</param>
    /// <param name="runner">Runs the activities.</param>
    /// <param name="marks">The marks of running activities.</param>
    /// <param name="onEnded">Called, on any thread, when an activity has ended.</param>
    public ActivityDispatcher(int workers, ActivityRunner runner, RunningMarks marks, Action<ActivityItem, HistoryEvent> onEnded)
    {
        _workers = workers;
        _runner = runner;
        _marks = marks;
        _onEnded = onEnded;
        for (var slot = workers - 1; slot >= 0; slot--)
        {
            _free.Push(new Worker(this, slot));
        }
    }

    /// <summary>Completes when the dispatcher is closed and no activity runs.</summary>
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
            foreach (var item in items)
            {
                _queue.Enqueue(item);
            }

            StartWorkers();
        }
    }

    /// <summary>Starts waiting activities.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _open = !_closed;
            StartWorkers();
        }
    }

    /// <summary>Starts no further activity.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _open = false;
            _closed = true;
            CompleteIfIdle();
        }
    }

    private void StartWorkers()
    {
        for (var waiting = _queue.Count; _open && waiting > 0 && _free.TryPop(out var worker); waiting--)
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
            while (_open && _queue.TryDequeue(out var item))
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

    // A worker returns to the end of the thread pool's queue after each activity, so that any number of short activities does not delay
    // the steps of orchestrators.
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
            dispatcher._marks.Set(slot, item.Instance.Key, item.Generation, item.Task.EventId);
            var ended = await dispatcher._runner.RunAsync(item);
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
