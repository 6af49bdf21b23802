using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class ContinueAsNewTests : IAsyncDisposable
{
    private readonly HubFixture _hub = new();

    [Fact]
    public async Task It_starts_over_with_the_new_input_under_the_same_instance_id_and_an_empty_history()
    {
        _hub.Activity<int>("Next", n => n + 1);
        _hub.Orchestrator("Count", async context =>
        {
            var n = await context.CallActivityAsync<int>("Next", context.GetInput<int>());
            if (n < 50)
            {
                context.ContinueAsNew(n);
                return null;
            }

            return n;
        });
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("Count", 0, "count");

        Assert.Equal(50, ended.ReadOutputAs<int>());
        Assert.Equal("49", ended.SerializedInput);
        Assert.Equal(
            ["OrchestratorStarted", "ExecutionStarted", "TaskScheduled", "OrchestratorStarted", "TaskCompleted", "ExecutionCompleted"], _hub.History("count"));
    }

    [Fact]
    public async Task Events_nobody_waited_for_are_handed_on_in_order()
    {
        _hub.Orchestrator("Sum", async context =>
        {
            var (left, sum) = context.GetInput<State>() is { } state ? (state.Left, state.Sum) : (3, 0);
            var value = await context.WaitForExternalEvent<int>("Add");
            if (left == 1)
            {
                return (sum * 10) + value;
            }

            context.ContinueAsNew(new State(left - 1, (sum * 10) + value));
            return null;
        });
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Sum", null, new StartOrchestrationOptions { StartAt = DateTimeOffset.UnixEpoch });
        await client.SuspendInstanceAsync(id, TestContext.Current.CancellationToken);
        await _hub.UntilAsync(id, metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        for (var n = 1; n <= 3; n++)
        {
            await _hub.RaiseAsync(id, "add", n);
        }

        await client.ResumeInstanceAsync(id, TestContext.Current.CancellationToken);

        Assert.Equal(123, (await _hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Events_nobody_waited_for_are_dropped_when_they_are_not_to_be_preserved()
    {
        _hub.Orchestrator("Drop", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                await context.WaitForExternalEvent<string>("Go");
                context.ContinueAsNew(1, preserveUnprocessedEvents: false);
                return null;
            }

            return await context.WaitForExternalEvent<string>("Kept");
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Drop", 0);
        await _hub.UntilAsync(id, metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        await _hub.RaiseAsync(id, "Kept", "early");
        await _hub.RaiseAsync(id, "Go");
        await _hub.UntilAsync(id, metadata => metadata.SerializedInput == "1" && _hub.History(id).Count == 2);
        await _hub.RaiseAsync(id, "Kept", "late");

        Assert.Equal("late", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_generation_ends_when_its_open_tasks_have_ended_and_their_results_do_not_reach_the_next_one()
    {
        TaskCompletionSource<object?>[] results = [new(), new()];
        TaskCompletionSource begun = new();
        _hub.Activity<int>("Work", (n, _) =>
        {
            if (n == 1)
            {
                begun.SetResult();
            }

            return results[n].Task;
        });
        _hub.Orchestrator("Race", async context =>
        {
            var n = context.GetInput<int>();
            var work = context.CallActivityAsync<int>("Work", n);
            Task go = context.WaitForExternalEvent<string>("Go");
            await Task.WhenAny(work, go);
            if (n == 0)
            {
                context.ContinueAsNew(1);
                return null;
            }

            await go;
            return await work;
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Race", 0);
        await _hub.RaiseAsync(id, "Go");
        await _hub.UntilAsync(id, _ => _hub.History(id).Contains("EventRaised"));
        Assert.False(begun.Task.IsCompleted);
        results[0].SetResult(99);
        await begun.Task.WaitAsync(HubFixture.Patience, TestContext.Current.CancellationToken);
        results[1].SetResult(1);
        await _hub.RaiseAsync(id, "Go");

        Assert.Equal(1, (await _hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Events_raised_while_open_tasks_hold_up_the_next_generation_reach_it()
    {
        TaskCompletionSource<object?> open = new();
        _hub.Activity<int>("Open", (_, _) => open.Task);
        _hub.Orchestrator("Again", async context =>
        {
            if (context.GetInput<int>() > 0)
            {
                return await context.WaitForExternalEvent<string>("Early") + await context.WaitForExternalEvent<string>("Late");
            }

            _ = context.CallActivityAsync("Open", 1);
            await context.WaitForExternalEvent<string>("Go");
            context.ContinueAsNew(1);
            return null;
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Again", 0);
        await _hub.RaiseAsync(id, "Early", "early ");
        await _hub.RaiseAsync(id, "Go");
        await _hub.UntilAsync(id, _ => _hub.History(id).Contains("EventSent"));
        await _hub.RaiseAsync(id, "Late", "late");
        await _hub.UntilAsync(id, _ => _hub.History(id).Count(e => e == "EventRaised") == 4);
        open.SetResult(null);

        Assert.Equal("early late", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_new_version_can_be_given()
    {
        _hub.Orchestrator("Version", context =>
        {
            if (context.Version != "2")
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2", NewInput = "again" });
            }

            return Task.FromResult<object?>($"{context.Version} {context.GetInput<string>()}");
        });
        await _hub.StartAsync();

        Assert.Equal("2 again", (await _hub.RunAsync("Version", "first")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_exception_after_it_fails_the_instance()
    {
        _hub.Orchestrator("Fail", context =>
        {
            context.ContinueAsNew(1);
            throw new InvalidOperationException("after all");
        });
        await _hub.StartAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await _hub.RunAsync("Fail", 0)).RuntimeStatus);
    }

    [Fact]
    public async Task A_lanes_history_is_that_of_one_page_however_many_pages_it_takes()
    {
        const int Slices = 4;
        var longest = 0;
        _hub.Activity<int>("Slice", n => n);
        _hub.Orchestrator("Lane", async context =>
        {
            var page = context.GetInput<int>();
            await Task.WhenAll(Enumerable.Range(0, Slices).Select(slice => context.CallActivityAsync<int>("Slice", slice)));
            var events = await context.CallActivityAsync<int>("Measure");
            if (page < 30)
            {
                context.ContinueAsNew(page + 1);
            }

            return events;
        });
        _hub.Activity<object>("Measure", _ =>
        {
            var events = _hub.History("lane").Count;
            longest = Math.Max(longest, events);
            return events;
        });
        await _hub.StartAsync();

        await _hub.RunAsync("Lane", 0, "lane");

        // A step with the start, a slice scheduled and ended for each of the slices, at most a step for each end, and the measurement.
        var most = 2 + (2 * Slices) + Slices + 1;
        Assert.InRange(longest, 2 + Slices, most);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private sealed record State(int Left, int Sum);
}
