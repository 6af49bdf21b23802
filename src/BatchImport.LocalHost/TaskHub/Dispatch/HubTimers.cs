namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>The durable timers of all instances, and the system timer that wakes the hub's thread for them.</summary>
/// <param name="time">The clock.</param>
/// <param name="ring">Wakes the hub's thread; called on any thread.</param>
internal sealed class HubTimers(TimeProvider time, Action ring) : IDisposable
{
    // Longer waits are split, so that a wall clock that was set forward is noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly TimerQueue _queue = new(time);
    private ITimer? _alarm;
    private DateTime _alarmAt;
    private volatile bool _alarmSet;

    /// <summary>Whether a timer is due.</summary>
    public bool HasDue => _queue.UntilNext() is { } wait && wait <= TimeSpan.Zero;

    /// <param name="instance">The instance that waits.</param>
    /// <param name="taskId">The timer's number; null for the scheduled start of an instance.</param>
    /// <param name="fireAt">When it is due, UTC.</param>
    /// <param name="from">The instance's time at which the wait starts.</param>
    public void Add(Instance instance, int? taskId, DateTime fireAt, DateTime from)
    {
        HubTimer timer = new(instance, taskId, fireAt);
        if (taskId is { } id)
        {
            instance.Timers[id] = timer;
        }

        _queue.Add(timer, from);
    }

    /// <summary>Removes the timers of an instance.</summary>
    public static void Forget(Instance instance)
    {
        foreach (var timer in instance.Timers.Values)
        {
            timer.IsOver = true;
        }

        instance.Timers.Clear();
    }

    public HubTimer? TakeDue() => _queue.TakeDue();

    /// <summary>Sets the system timer for the next durable one.</summary>
    public void SetAlarm()
    {
        if (_queue.UntilNext() is not { } wait)
        {
            return;
        }

        // Rounded up: system timers fire at whole milliseconds, and one that fires early would have to be set again.
        var due = wait <= TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait + TimeSpan.FromMilliseconds(1);
        var at = time.GetUtcNow().UtcDateTime + due;
        if (!_alarmSet || at < _alarmAt)
        {
            _alarmAt = at;
            _alarmSet = true;
            _alarm ??= time.CreateTimer(_ => Ring(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _alarm.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _alarm?.Dispose();

    private void Ring()
    {
        _alarmSet = false;
        ring();
    }
}
