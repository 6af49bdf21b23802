using System.Collections.Concurrent;
using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class DeterminismTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _logged = new();
    private readonly HubFixture _hub;

    public DeterminismTests()
    {
        _hub = new HubFixture { LoggerFactory = new QueueLoggers(_logged) };
        _hub.Activity<string>("Echo", text => text);
        _hub.Activity<string>("Other", text => text);
    }

    [Fact]
    public async Task The_time_and_new_guids_are_the_same_in_every_replay()
    {
        ConcurrentQueue<string> seen = new();
        _hub.Orchestrator("Same", async context =>
        {
            seen.Enqueue($"{context.CurrentUtcDateTime:o} {context.NewGuid()} {context.NewGuid()}");
            await context.CallActivityAsync<string>("Echo", "x");
            seen.Enqueue($"{context.CurrentUtcDateTime:o} {context.NewGuid()}");
            return await context.WaitForExternalEvent<string>("Go");
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Same");
        await HubFixture.UntilAsync(() => seen.Count == 2);
        await _hub.UntilAsync(id, _ => _hub.History(id).Contains("TaskCompleted"));

        await _hub.KillAndRestartAsync();
        await _hub.RaiseAsync(id, "Go");
        await _hub.EndAsync(id);

        string[] all = [.. seen];
        Assert.Equal(4, all.Length);
        Assert.Equal(all[..2], all[2..]);
        Guid[] guids = [.. all[0].Split(' ')[1..].Select(Guid.Parse)];
        Assert.NotEqual(guids[0], guids[1]);
        Assert.All(guids, guid => Assert.Equal(5, guid.Version));
    }

    [Fact]
    public async Task A_replay_is_seen_by_IsReplaying_and_kept_out_of_replay_safe_logs()
    {
        ConcurrentQueue<bool> replaying = new();
        _hub.Orchestrator("Log", async context =>
        {
            var logger = context.CreateReplaySafeLogger("Mine");
            logger.LogInformation("begun");
            replaying.Enqueue(context.IsReplaying);
            await context.WaitForExternalEvent<string>("Go");
            logger.LogInformation("gone on");
            replaying.Enqueue(context.IsReplaying);
            return null;
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Log");
        await _hub.UntilAsync(id, metadata => metadata.IsRunning);

        await _hub.KillAndRestartAsync();
        await _hub.RaiseAsync(id, "Go");
        await _hub.EndAsync(id);

        Assert.Equal([false, true, false], replaying);
        Assert.Equal(["begun", "gone on"], _logged.Where(line => line.StartsWith("Mine: ", StringComparison.Ordinal)).Select(line => line[6..]));
    }

    [Fact]
    public async Task An_instance_stays_in_memory_between_events_so_that_nothing_is_replayed()
    {
        var begun = 0;
        _hub.Orchestrator("Loop", async context =>
        {
            Interlocked.Increment(ref begun);
            for (var n = 0; n < 20; n++)
            {
                await context.CallActivityAsync<string>("Echo", "x");
            }

            return null;
        });
        await _hub.StartAsync();
        await _hub.RunAsync("Loop");

        Assert.Equal(1, begun);
    }

    [Fact]
    public async Task Instances_beyond_the_limit_leave_memory_and_are_replayed_when_something_happens()
    {
        var begun = 0;
        _hub.Options = _hub.Options with { MaxIdleOrchestrations = 3 };
        _hub.Orchestrator("Wait", async context =>
        {
            Interlocked.Increment(ref begun);
            return await context.WaitForExternalEvent<string>("Go") + await context.CallActivityAsync<string>("Echo", context.InstanceId);
        });
        await _hub.StartAsync();
        for (var n = 0; n < 10; n++)
        {
            await _hub.ScheduleAsync("Wait", instanceId: $"i{n}");
            await _hub.UntilAsync($"i{n}", metadata => metadata.IsRunning);
        }

        for (var n = 0; n < 10; n++)
        {
            await _hub.RaiseAsync($"i{n}", "Go", "go ");
            Assert.Equal($"go i{n}", (await _hub.EndAsync($"i{n}")).ReadOutputAs<string>());
        }

        Assert.InRange(begun, 17, 20);
    }

    [Fact]
    public async Task An_orchestrator_that_calls_another_activity_in_the_replay_fails_by_name()
    {
        var activity = "Echo";
        _hub.Orchestrator("Changed", async context =>
        {
            await context.CallActivityAsync<string>(activity, "x");
            return await context.WaitForExternalEvent<string>("Go");
        });
        var ended = await ChangeAsync("Changed", () => activity = "Other");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.StartsWith("Non-Deterministic workflow detected: ", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("scheduled an activity task with sequence number 0 named 'Echo', but the current orchestration replay instead scheduled an activity task named 'Other'", ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestrator_that_calls_fewer_activities_in_the_replay_fails_by_name()
    {
        var calls = 2;
        _hub.Orchestrator("Changed", async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => context.CallActivityAsync<string>("Echo", "x")));
            return await context.WaitForExternalEvent<string>("Go");
        });
        var ended = await ChangeAsync("Changed", () => calls = 1);

        Assert.Contains("scheduled an activity task with sequence ID 1 and name 'Echo' (version ''), but the current replay execution hasn't (yet?) scheduled this task", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestrator_that_awaits_what_is_not_durable_fails_with_the_reason()
    {
        _hub.Orchestrator("Delay", async _ =>
        {
            await Task.Delay(1);
            return null;
        });
        _hub.Orchestrator("Mixed", async context =>
        {
            Task wait = context.WaitForExternalEvent<string>("Never");
            await Task.WhenAny(wait, Task.Delay(1));
            return null;
        });
        _hub.Orchestrator("Elsewhere", async context =>
        {
            await context.CallActivityAsync<string>("Echo", "x");
            await Task.Run(() => context.CallActivityAsync<string>("Echo", "y"));
            return null;
        });
        await _hub.StartAsync();

        foreach (var name in (string[])["Delay", "Mixed", "Elsewhere"])
        {
            var ended = await _hub.RunAsync(name);
            Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
            Assert.StartsWith("An invalid asynchronous invocation was detected.", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tasks_that_are_done_may_be_awaited()
    {
        _hub.Orchestrator("Fine", async context =>
        {
            await Task.CompletedTask;
            var both = await Task.WhenAll(context.CallActivityAsync<string>("Echo", "a"), Task.FromResult("b"));
            var first = await Task.WhenAny(context.CallActivityAsync<string>("Echo", "c"), context.WaitForExternalEvent<string>("Never"));
            return string.Concat(both) + await first;
        });
        await _hub.StartAsync();

        Assert.Equal("abc", (await _hub.RunAsync("Fine")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Logs_of_the_hub_hold_no_inputs_outputs_or_messages_of_exceptions()
    {
        _hub.Activity<string>("Fail", _ => throw new InvalidOperationException("SECRET message"));
        _hub.Orchestrator("Leak", async context => await context.CallActivityAsync<string>("Fail", context.GetInput<string>()));
        await _hub.StartAsync();

        await _hub.RunAsync("Leak", "SECRET input");
        await _hub.StopAsync();

        Assert.NotEmpty(_logged);
        Assert.DoesNotContain(_logged, line => line.Contains("SECRET", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task<OrchestrationMetadata> ChangeAsync(string name, Action change)
    {
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync(name);
        await _hub.UntilAsync(id, _ => _hub.History(id).Count(e => e == "TaskCompleted") == _hub.History(id).Count(e => e == "TaskScheduled")
            && _hub.History(id).Contains("TaskCompleted"));
        await _hub.KillAsync();
        change();
        await _hub.StartAsync();
        await _hub.RaiseAsync(id, "Go", "x");
        return await _hub.EndAsync(id);
    }

    private sealed class QueueLoggers(ConcurrentQueue<string> lines) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => new QueueLogger(categoryName, lines);

        public void Dispose()
        {
            // Nothing to release.
        }
    }

    private sealed class QueueLogger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue($"{category}: {formatter(state, exception)}{exception}");
    }
}
