using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using BatchImport.LocalHost.Invocation;
using BatchImport.LocalHost.Triggers;
using BatchImport.LocalHost.Triggers.Timers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.Triggers.Timers;

public sealed class TimerFunctionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 10, 0, TimeSpan.Zero));
    private readonly Record _record = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_timer_runs_at_each_occurrence_and_not_before()
    {
        await using var running = Start(typeof(Hourly));

        _time.Advance(TimeSpan.FromMinutes(49));
        Assert.Empty(_record.Runs);

        await AdvanceAsync(TimeSpan.FromMinutes(1), runs: 1);
        await AdvanceAsync(TimeSpan.FromHours(1), runs: 2);
        Assert.All(_record.Runs, run => Assert.False(run.IsPastDue));
        Assert.Equal(new DateTime(2026, 1, 1, 1, 0, 0, DateTimeKind.Utc), _record.Runs.Last().ScheduleStatus!.Last);
        Assert.Equal(new DateTime(2026, 1, 1, 2, 0, 0, DateTimeKind.Utc), _record.Runs.Last().ScheduleStatus!.Next);
    }

    [Fact]
    public async Task An_occurrence_missed_while_no_host_ran_is_made_up_for_once()
    {
        await using (Start(typeof(Hourly)))
        {
            await AdvanceAsync(TimeSpan.FromMinutes(50), runs: 1);
        }

        _time.Advance(TimeSpan.FromHours(5));
        await using (Start(typeof(Hourly)))
        {
            await Eventually.HoldsAsync(() => _record.Runs.Count == 2, "the missed occurrence is run");
            Assert.True(_record.Runs.Last().IsPastDue);
            await AdvanceAsync(TimeSpan.FromHours(1), runs: 3);
            Assert.False(_record.Runs.Last().IsPastDue);
        }
    }

    [Fact]
    public async Task A_timer_without_a_monitor_forgets_and_one_that_runs_on_startup_does_so_each_time()
    {
        await using (Start(typeof(OnStartup)))
        {
            await Eventually.HoldsAsync(() => _record.Runs.Count == 1, "it runs at the start");
        }

        _time.Advance(TimeSpan.FromHours(5));
        await using (Start(typeof(OnStartup)))
        {
            await Eventually.HoldsAsync(() => _record.Runs.Count == 2, "it runs at the next start");
        }

        Assert.All(_record.Runs, run => Assert.False(run.IsPastDue));
        Assert.All(_record.Runs, run => Assert.Null(run.ScheduleStatus));
    }

    [Fact]
    public async Task A_run_that_fails_is_followed_by_the_next_occurrence()
    {
        _record.Fails = true;
        await using var running = Start(typeof(Hourly));

        await AdvanceAsync(TimeSpan.FromMinutes(50), runs: 1);
        await AdvanceAsync(TimeSpan.FromHours(1), runs: 2);
    }

    [Theory]
    [InlineData("0 17 3 * * *", "2026-01-01T03:17:00Z")]
    [InlineData("17 3 * * *", "2026-01-01T03:17:00Z")]
    [InlineData("*/5 * * * * *", "2026-01-01T00:10:05Z")]
    public void A_schedule_has_six_fields_or_five(string expression, string next) => Assert.Equal(
        DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture), TimerSchedule.Parse(expression, "F").NextAfter(_time.GetUtcNow()));

    [Theory]
    [InlineData("00:05:00")]
    [InlineData("* * *")]
    [InlineData("0 99 * * * *")]
    public void A_schedule_that_is_none_is_refused_with_the_function_s_name(string expression)
    {
        var exception = Assert.Throws<FunctionBindingException>(() => TimerSchedule.Parse(expression, "Clock"));

        Assert.StartsWith($"Function 'Clock': its schedule '{expression}'", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Advances the time until a number of runs began; the timer may not have scheduled its next wake-up when the time advances first.</summary>
    private Task AdvanceAsync(TimeSpan by, int runs)
    {
        _time.Advance(by);
        return Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                return _record.Runs.Count >= runs;
            },
            $"{runs} runs");
    }

    private Running Start(Type functions)
    {
        var services = new ServiceCollection().AddSingleton(_record).BuildServiceProvider();
        var function = Assert.Single(FunctionCatalogue.Load([functions], TestSettings.Create()).Functions);
        var store = TriggerStore.Open(Path.Combine(_folder.Path, "triggers.db"), TimeProvider.System);
        var schedule = TimerSchedule.Parse(function.Trigger.Timer.Schedule, function.Name);
        return new Running(new TimerFunction(function, schedule, new FunctionRunner(services, durable: null), store, _time, NullLogger.Instance), store, services);
    }

    public sealed class Record
    {
        public ConcurrentQueue<TimerInfo> Runs { get; } = new();

        public bool Fails { get; set; }

        public Task RunAsync(TimerInfo timer)
        {
            Runs.Enqueue(timer);
            return Fails ? throw new InvalidOperationException("The test requested it.") : Task.CompletedTask;
        }
    }

    public sealed class Hourly(Record record)
    {
        [Function("Hourly")]
        public Task RunAsync([TimerTrigger("0 0 * * * *")] TimerInfo timer) => record.RunAsync(timer);
    }

    public sealed class OnStartup(Record record)
    {
        [Function("OnStartup")]
        public Task RunAsync([TimerTrigger("0 0 * * * *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) => record.RunAsync(timer);
    }

    /// <summary>A timer that runs until it is disposed of, as it does in a host that stops.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _task;
        private readonly TriggerStore _store;
        private readonly ServiceProvider _services;

        public Running(TimerFunction function, TriggerStore store, ServiceProvider services)
        {
            _store = store;
            _services = services;
            _task = function.RunAsync(_stop.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _task;
            _stop.Dispose();
            _store.Dispose();
            await _services.DisposeAsync();
        }
    }
}
