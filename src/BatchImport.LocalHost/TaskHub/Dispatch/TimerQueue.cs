namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>A durable timer that has not fired.</summary>
/// <param name="Instance">The instance that waits for it.</param>
/// <param name="TaskId">Its number; null for the scheduled start of an orchestration.</param>
/// <param name="FireAt">When it is due, UTC.</param>
internal sealed record HubTimer(Instance Instance, int? TaskId, DateTime FireAt)
{
    /// <summary>Whether it has fired or was removed.</summary>
    public bool IsOver { get; set; }
}

/// <summary>
/// Timers by two clocks: a timer is due when the wall clock has reached its time, or when its whole wait has elapsed. A timer is therefore
/// neither late by hours when the wall clock is set back, nor early by its orchestration's time when the wall clock is set forward.
/// </summary>
internal sealed class TimerQueue(TimeProvider time)
{
    private readonly PriorityQueue<HubTimer, DateTime> _byWallClock = new();
    private readonly PriorityQueue<HubTimer, TimeSpan> _byElapsed = new();
    private readonly long _start = time.GetTimestamp();

    /// <param name="timer">The timer.</param>
    /// <param name="from">The orchestration's time at which the wait starts.</param>
    public void Add(HubTimer timer, DateTime from)
    {
        _byWallClock.Enqueue(timer, timer.FireAt);
        _byElapsed.Enqueue(timer, time.GetElapsedTime(_start) + (timer.FireAt - from));
    }

    /// <summary>Dequeues a timer that is due; null when none is.</summary>
    public HubTimer? TakeDue()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var elapsed = time.GetElapsedTime(_start);
        var due = Take(_byWallClock, now) ?? Take(_byElapsed, elapsed);
        if (due is not null)
        {
            due.IsOver = true;
        }

        return due;
    }

    /// <summary>The time until the next timer is due; null without timers.</summary>
    public TimeSpan? UntilNext()
    {
        DropOver(_byWallClock);
        DropOver(_byElapsed);
        TimeSpan? wait = null;
        if (_byWallClock.TryPeek(out _, out var fireAt))
        {
            wait = fireAt - time.GetUtcNow().UtcDateTime;
        }

        if (_byElapsed.TryPeek(out _, out var at) && (wait is null || at - time.GetElapsedTime(_start) < wait))
        {
            wait = at - time.GetElapsedTime(_start);
        }

        return wait;
    }

    private static HubTimer? Take<T>(PriorityQueue<HubTimer, T> queue, T now)
        where T : IComparable<T>
    {
        DropOver(queue);
        return queue.TryPeek(out _, out var at) && at.CompareTo(now) <= 0 ? queue.Dequeue() : null;
    }

    private static void DropOver<T>(PriorityQueue<HubTimer, T> queue)
    {
        while (queue.TryPeek(out var timer, out _) && timer.IsOver)
        {
            queue.Dequeue();
        }
    }
}
