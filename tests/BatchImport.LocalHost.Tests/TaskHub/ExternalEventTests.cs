using BatchImport.LocalHost.TaskHub;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class ExternalEventTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly HubFixture _hub;

    public ExternalEventTests() => _hub = new HubFixture { Time = _time };

    [Fact]
    public async Task An_event_raised_before_anyone_waits_is_kept_and_names_are_compared_without_case()
    {
        _hub.Orchestrator("Late", async context =>
        {
            await context.WaitForExternalEvent<string>("First");
            return await context.WaitForExternalEvent<int>("SECOND");
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Late");
        await _hub.RaiseAsync(id, "second", 2);
        await _hub.KillAndRestartAsync();
        await _hub.RaiseAsync(id, "first", "x");

        Assert.Equal(2, (await _hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Several_events_of_one_name_complete_one_wait_each_in_order()
    {
        _hub.Orchestrator("Three", async context => new[]
        {
            await context.WaitForExternalEvent<int>("N"), await context.WaitForExternalEvent<int>("N"), await context.WaitForExternalEvent<int>("N"),
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Three");
        for (var n = 1; n <= 3; n++)
        {
            await _hub.RaiseAsync(id, "n", n);
        }

        var ended = await _hub.EndAsync(id);

        Assert.Equal([1, 2, 3], ended.ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task Of_several_waits_for_one_name_the_latest_gets_the_next_event()
    {
        _hub.Orchestrator("Two", async context =>
        {
            var first = context.WaitForExternalEvent<string>("E");
            var second = context.WaitForExternalEvent<string>("E");
            var winner = await Task.WhenAny(first, second);
            return winner == second ? "the latest" : "the first";
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Two");
        await _hub.RaiseAsync(id, "E", "x");

        Assert.Equal("the latest", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_canceled_wait_takes_no_event()
    {
        _hub.Orchestrator("Cancel", async context =>
        {
            using CancellationTokenSource stop = new();
            var givenUp = context.WaitForExternalEvent<string>("E", stop.Token);
            await context.WaitForExternalEvent<string>("GiveUp");
            stop.Cancel();
            Assert.True(givenUp.IsCanceled);
            await context.WaitForExternalEvent<string>("GoOn");
            return await context.WaitForExternalEvent<string>("E");
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Cancel");
        await _hub.RaiseAsync(id, "GiveUp");
        await _hub.RaiseAsync(id, "E", "kept");
        await _hub.RaiseAsync(id, "GoOn");

        Assert.Equal("kept", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_with_a_timeout_ends_as_canceled_when_the_time_is_over()
    {
        _hub.Orchestrator("Timeout", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("E", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                return "too late";
            }
        });
        await _hub.StartAsync();

        var ended = await _hub.AdvanceToEndAsync(_time, await _hub.ScheduleAsync("Timeout"), TimeSpan.FromSeconds(30));

        Assert.Equal("too late", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timeout_that_is_not_caught_fails_the_orchestration()
    {
        _hub.Orchestrator("Timeout", async context => await context.WaitForExternalEvent<string>("E", TimeSpan.FromMinutes(1)));
        await _hub.StartAsync();

        var ended = await _hub.AdvanceToEndAsync(_time, await _hub.ScheduleAsync("Timeout"), TimeSpan.FromSeconds(30));

        Assert.Equal((OrchestrationRuntimeStatus.Failed, "System.Threading.Tasks.TaskCanceledException"), (ended.RuntimeStatus, ended.FailureDetails!.ErrorType));
    }

    [Fact]
    public async Task A_wait_with_a_timeout_returns_the_event_that_comes_in_time()
    {
        _hub.Orchestrator("Timeout", async context => await context.WaitForExternalEvent<string>("E", TimeSpan.FromMinutes(1)));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Timeout");
        await _hub.RaiseAsync(id, "E", "in time");

        Assert.Equal("in time", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_can_send_an_event_to_another()
    {
        _hub.Orchestrator("Receive", async context => await context.WaitForExternalEvent<string>("Hello"));
        _hub.Orchestrator("Send", context =>
        {
            context.SendEvent("receiver", "hello", "from " + context.InstanceId);
            context.SendEvent("missing", "hello", "dropped");
            return Task.FromResult<object?>(null);
        });
        await _hub.StartAsync();
        await _hub.ScheduleAsync("Receive", instanceId: "receiver");

        await _hub.RunAsync("Send", instanceId: "sender");

        Assert.Equal("from sender", (await _hub.EndAsync("receiver")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_of_another_type_than_waited_for_fails_the_orchestration()
    {
        _hub.Orchestrator("Number", async context => await context.WaitForExternalEvent<int>("E"));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Number");
        await _hub.UntilAsync(id, metadata => metadata.IsRunning);

        await _hub.RaiseAsync(id, "E", "no number");

        Assert.Equal("System.Text.Json.JsonException", (await _hub.EndAsync(id)).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Waits_of_different_types_for_one_name_are_refused()
    {
        _hub.Orchestrator("Types", async context =>
        {
            _ = context.WaitForExternalEvent<string>("E");
            return await context.WaitForExternalEvent<int>("E");
        });
        await _hub.StartAsync();

        var failure = (await _hub.RunAsync("Types")).FailureDetails!;

        Assert.True(failure.IsCausedBy<ArgumentException>());
        Assert.Contains("Events with the same name must have the same type", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_for_an_instance_that_is_over_or_unknown_is_refused_as_by_the_Functions_host()
    {
        _hub.Orchestrator("Done", _ => Task.FromResult<object?>("done"));
        await _hub.StartAsync();
        await _hub.RunAsync("Done", instanceId: "done");

        var over = await Assert.ThrowsAsync<RpcException>(() => _hub.RaiseAsync("done", "E", 1));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => _hub.RaiseAsync("unknown", "E", 1));

        Assert.Equal((StatusCode.FailedPrecondition, StatusCode.NotFound), (over.StatusCode, unknown.StatusCode));
        Assert.Contains("'done' because it is completed", over.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(_hub.Hub.Reader.Messages());
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
