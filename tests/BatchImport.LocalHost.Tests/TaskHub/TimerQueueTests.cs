using BatchImport.LocalHost.TaskHub.Dispatch;
using DurableTask.Core;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class TimerQueueTests
{
    private readonly JumpyClock _clock = new();
    private readonly Instance _instance = new(1, "a", 1, "A", parent: null) { Version = string.Empty, Status = OrchestrationStatus.Running };

    [Fact]
    public void A_timer_is_due_at_its_time_and_only_once()
    {
        var queue = Queue(TimeSpan.FromMinutes(10));

        _clock.Pass(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Null(queue.TakeDue());
        Assert.Equal(TimeSpan.FromTicks(1), queue.UntilNext());
        _clock.Pass(TimeSpan.FromTicks(1));

        Assert.NotNull(queue.TakeDue());
        Assert.Null(queue.TakeDue());
        Assert.Null(queue.UntilNext());
    }

    [Fact]
    public void A_wall_clock_set_back_does_not_make_it_late()
    {
        var queue = Queue(TimeSpan.FromMinutes(10));

        _clock.Jump(TimeSpan.FromDays(-1));
        _clock.Pass(TimeSpan.FromMinutes(9));
        Assert.Null(queue.TakeDue());
        Assert.Equal(TimeSpan.FromMinutes(1), queue.UntilNext());
        _clock.Pass(TimeSpan.FromMinutes(1));

        Assert.NotNull(queue.TakeDue());
    }

    [Fact]
    public void A_wall_clock_set_forward_past_its_time_makes_it_due_which_it_is_by_its_record()
    {
        var queue = Queue(TimeSpan.FromMinutes(10));

        _clock.Jump(TimeSpan.FromMinutes(5));
        Assert.Null(queue.TakeDue());
        _clock.Jump(TimeSpan.FromMinutes(5));

        Assert.NotNull(queue.TakeDue());
    }

    [Fact]
    public void A_timer_nobody_waits_for_is_never_due()
    {
        TimerQueue queue = new(_clock);
        HubTimer timer = new(_instance, 1, _clock.GetUtcNow().UtcDateTime.AddMinutes(1));
        queue.Add(timer, _clock.GetUtcNow().UtcDateTime);

        timer.IsOver = true;
        _clock.Pass(TimeSpan.FromHours(1));

        Assert.Null(queue.TakeDue());
        Assert.Null(queue.UntilNext());
    }

    [Fact]
    public void Timers_come_in_the_order_of_their_times()
    {
        TimerQueue queue = new(_clock);
        foreach (var minutes in (int[])[5, 1, 3])
        {
            queue.Add(new HubTimer(_instance, minutes, _clock.GetUtcNow().UtcDateTime.AddMinutes(minutes)), _clock.GetUtcNow().UtcDateTime);
        }

        _clock.Pass(TimeSpan.FromHours(1));

        Assert.Equal([1, 3, 5], new[] { queue.TakeDue()!.TaskId, queue.TakeDue()!.TaskId, queue.TakeDue()!.TaskId });
    }

    private TimerQueue Queue(TimeSpan delay)
    {
        TimerQueue queue = new(_clock);
        queue.Add(new HubTimer(_instance, 1, _clock.GetUtcNow().UtcDateTime + delay), _clock.GetUtcNow().UtcDateTime);
        return queue;
    }

    private sealed class JumpyClock : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private long _elapsed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _elapsed;

        public void Pass(TimeSpan time)
        {
            _wall += time;
            _elapsed += time.Ticks;
        }

        public void Jump(TimeSpan by) => _wall += by;
    }
}
