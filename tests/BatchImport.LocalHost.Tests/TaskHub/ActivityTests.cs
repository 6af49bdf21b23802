using System.Collections.Concurrent;
using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class ActivityTests : IAsyncDisposable
{
    private readonly HubFixture _hub = new();

    [Fact]
    public async Task A_failed_activity_throws_a_TaskFailedException_with_its_details_and_inner_causes()
    {
        _hub.Activity<string>("Fail", _ => throw new InvalidDataException("bad", new TimeoutException("slow")));
        _hub.Orchestrator("Catch", async context =>
        {
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            var e = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync("Fail", "x"));
            return new object?[]
            {
                e.TaskName, e.TaskId, e.Message, e.FailureDetails.ErrorType, e.FailureDetails.IsCausedBy<InvalidDataException>(),
                e.FailureDetails.IsCausedBy<SystemException>(), e.FailureDetails.IsCausedBy<TimeoutException>(), e.FailureDetails.InnerFailure!.ToString(),
            };
        });
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("Catch");

        Assert.Equal(
            """["Fail",1,"Task \u0027Fail\u0027 (#1) failed with an unhandled exception: bad","System.IO.InvalidDataException",true,true,false,"System.TimeoutException: slow"]""",
            ended.SerializedOutput);
    }

    [Fact]
    public async Task An_orchestration_that_does_not_catch_it_fails_with_the_activitys_failure_as_its_inner_one()
    {
        _hub.Activity<string>("Fail", _ => throw new InvalidDataException("bad"));
        _hub.Orchestrator("Leave", async context => await context.CallActivityAsync<string>("Fail"));
        await _hub.StartAsync();

        var failure = (await _hub.RunAsync("Leave")).FailureDetails!;

        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.True(failure.InnerFailure!.IsCausedBy<InvalidDataException>());
        Assert.NotNull(failure.InnerFailure.StackTrace);
    }

    [Fact]
    public async Task An_activity_that_does_not_exist_fails_by_name_and_is_not_retried()
    {
        _hub.Orchestrator("Missing", async context => await context.CallActivityAsync<string>(
            "Nowhere", TaskOptions.FromRetryPolicy(new RetryPolicy(10, TimeSpan.FromHours(1)))));
        await _hub.StartAsync();

        var failure = (await _hub.RunAsync("Missing")).FailureDetails!;

        Assert.Equal("ActivityTaskNotFound", failure.InnerFailure!.ErrorType);
        Assert.Contains("'Nowhere'", failure.InnerFailure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_of_another_type_than_asked_for_fails_the_call()
    {
        _hub.Activity<string>("Text", _ => "no number");
        _hub.Orchestrator("Number", async context => await context.CallActivityAsync<int>("Text"));
        await _hub.StartAsync();

        Assert.Equal("System.Text.Json.JsonException", (await _hub.RunAsync("Number")).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Options_given_as_the_input_are_refused()
    {
        _hub.Orchestrator("Mistake", async context => await context.CallActivityAsync<int>("Any", (object)new TaskOptions()));
        await _hub.StartAsync();

        var failure = (await _hub.RunAsync("Mistake")).FailureDetails!;

        Assert.True(failure.IsCausedBy<ArgumentException>());
        Assert.Contains("options", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_activities_run_at_once_than_the_limit()
    {
        var running = 0;
        var most = 0;
        _hub.Options = _hub.Options with { MaxConcurrentActivityFunctions = 3 };
        _hub.Activity<int>("Wait", async (_, stop) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Delay(5, stop);
            Interlocked.Decrement(ref running);
            return null;
        });
        _hub.Orchestrator("Fan", async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, 60).Select(n => context.CallActivityAsync("Wait", n)));
            return null;
        });
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("Fan");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_big_fan_out_does_not_hold_up_a_small_orchestration()
    {
        ConcurrentQueue<string> order = new();
        using SemaphoreSlim gate = new(0);
        _hub.Options = _hub.Options with { MaxConcurrentActivityFunctions = 1 };
        _hub.Activity<string>("Log", async (name, stop) =>
        {
            await gate.WaitAsync(stop);
            order.Enqueue(name!);
            return null;
        });
        _hub.Orchestrator("Fan", async context =>
        {
            var (name, count) = (context.InstanceId, context.GetInput<int>());
            await Task.WhenAll(Enumerable.Range(0, count).Select(_ => context.CallActivityAsync("Log", name)));
            return null;
        });
        await _hub.StartAsync();
        await _hub.ScheduleAsync("Fan", 500, "big");
        await _hub.UntilAsync("big", metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        await _hub.ScheduleAsync("Fan", 5, "small");
        await _hub.UntilAsync("small", metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Running);

        gate.Release(505);
        await _hub.EndAsync("small");
        await _hub.EndAsync("big");

        var last = order.ToList().LastIndexOf("small");
        Assert.True(last < 20, $"The small orchestration's last activity was number {last} of 505.");
    }

    [Fact]
    public async Task An_activity_that_was_running_when_the_host_was_killed_runs_again_and_one_whose_result_was_kept_does_not()
    {
        var first = 0;
        var second = 0;
        TaskCompletionSource<object?> hang = new();
        _hub.Activity<string>("First", _ => Interlocked.Increment(ref first));
        _hub.Activity<string>("Second", (_, _) => Interlocked.Increment(ref second) == 1 ? hang.Task : Task.FromResult<object?>("again"));
        _hub.Orchestrator("Two", async context =>
        {
            await context.CallActivityAsync<int>("First");
            return await context.CallActivityAsync<string>("Second");
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Two");
        await HubFixture.UntilAsync(() => Volatile.Read(ref second) == 1);

        await _hub.KillAndRestartAsync();
        var ended = await _hub.EndAsync(id);
        hang.SetResult("late");

        Assert.Equal("again", ended.ReadOutputAs<string>());
        Assert.Equal((1, 2), (first, second));
    }

    [Fact]
    public async Task A_stop_cancels_activities_and_those_that_end_by_it_run_again_after_the_next_start()
    {
        var runs = 0;
        _hub.Activity<string>("Long", async (_, stop) =>
        {
            if (Interlocked.Increment(ref runs) == 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }

            return "finished";
        });
        _hub.Orchestrator("One", async context => await context.CallActivityAsync<string>("Long"));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("One");
        await HubFixture.UntilAsync(() => Volatile.Read(ref runs) == 1);

        await _hub.StopAsync();
        await _hub.StartAsync();
        var ended = await _hub.EndAsync(id);

        Assert.Equal("finished", ended.ReadOutputAs<string>());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_stop_keeps_the_results_of_activities_that_end_in_time()
    {
        var runs = 0;
        _hub.Activity<string>("Long", async (_, stop) =>
        {
            Interlocked.Increment(ref runs);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }
            catch (OperationCanceledException)
            {
                return "ended in time";
            }

            return null;
        });
        _hub.Orchestrator("One", async context => await context.CallActivityAsync<string>("Long"));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("One");
        await HubFixture.UntilAsync(() => Volatile.Read(ref runs) == 1);

        await _hub.StopAsync();
        await _hub.StartAsync();
        var ended = await _hub.EndAsync(id);

        Assert.Equal("ended in time", ended.ReadOutputAs<string>());
        Assert.Equal(1, runs);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
