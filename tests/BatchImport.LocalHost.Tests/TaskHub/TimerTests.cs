using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class TimerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly HubFixture _hub;

    public TimerTests() => _hub = new HubFixture { Time = _time };

    [Fact]
    public async Task A_timer_fires_at_its_time_and_the_orchestrations_time_is_no_earlier()
    {
        _hub.Orchestrator("Timer", async context =>
        {
            var before = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
            return (context.CurrentUtcDateTime - before).TotalMinutes;
        });
        await _hub.StartAsync();

        var ended = await _hub.AdvanceToEndAsync(_time, await _hub.ScheduleAsync("Timer"), TimeSpan.FromMinutes(1));

        Assert.Equal(5, ended.ReadOutputAs<double>());
    }

    [Fact]
    public async Task A_timer_for_a_time_gone_by_fires_at_once()
    {
        _hub.Orchestrator("Past", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddYears(-1), CancellationToken.None);
            return "fired";
        });
        await _hub.StartAsync();

        Assert.Equal("fired", (await _hub.RunAsync("Past")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_canceled_timer_throws_and_does_not_hold_up_the_end()
    {
        _hub.Orchestrator("Cancel", async context =>
        {
            using CancellationTokenSource stop = new();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
            await context.WaitForExternalEvent<string>("Go");
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => timer);
            return timer.IsCanceled;
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Cancel");
        await _hub.RaiseAsync(id, "Go");

        Assert.True((await _hub.EndAsync(id)).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_timer_canceled_in_the_step_that_made_it_replays()
    {
        _hub.Orchestrator("Cancel", async context =>
        {
            using CancellationTokenSource stop = new();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
            stop.Cancel();
            await Task.WhenAny(timer);
            return await context.WaitForExternalEvent<string>("Go");
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Cancel");
        await _hub.UntilAsync(id, metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Running);

        await _hub.KillAndRestartAsync();
        await _hub.RaiseAsync(id, "Go", "went");
        Assert.Equal("went", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Timers_survive_a_kill_and_those_due_meanwhile_fire_at_the_start()
    {
        _hub.Orchestrator("Timers", async context =>
        {
            List<double> fired = [];
            var begun = context.CurrentUtcDateTime;
            await Task.WhenAll(new[] { 1, 60, 10 }.Select(async minutes =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                fired.Add(minutes);
            }));
            return fired;
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Timers");
        await _hub.UntilAsync(id, _ => _hub.History(id).Contains("TimerCreated"));
        await _hub.KillAsync();
        _time.Advance(TimeSpan.FromMinutes(30));
        await _hub.StartAsync();

        var ended = await _hub.AdvanceToEndAsync(_time, id, TimeSpan.FromMinutes(10));

        Assert.Equal([1, 10, 60], ended.ReadOutputAs<double[]>()!);
    }

    [Fact]
    public async Task A_start_at_a_time_waits_as_pending_and_survives_a_kill()
    {
        _hub.Orchestrator("Later", context => Task.FromResult<object?>(context.CurrentUtcDateTime));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Later", null, new StartOrchestrationOptions { StartAt = Start.AddHours(1) });
        await _hub.KillAndRestartAsync();
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await _hub.UntilAsync(id, _ => true)).RuntimeStatus);

        var ended = await _hub.AdvanceToEndAsync(_time, id, TimeSpan.FromMinutes(1));

        Assert.Equal(Start.AddHours(1).UtcDateTime, ended.ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_pending_instance_can_be_terminated_and_its_orchestrator_never_runs()
    {
        var ran = false;
        _hub.Orchestrator("Later", _ => Task.FromResult<object?>(ran = true));
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Later", null, new StartOrchestrationOptions { StartAt = Start.AddHours(1) });

        await client.TerminateInstanceAsync(id, (object)"not needed", TestContext.Current.CancellationToken);
        var ended = await _hub.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.False(ran);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
