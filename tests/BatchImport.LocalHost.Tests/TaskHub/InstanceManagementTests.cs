using BatchImport.LocalHost.TaskHub;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class InstanceManagementTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly HubFixture _hub;

    public InstanceManagementTests()
    {
        _hub = new HubFixture { Time = _time };
        _hub.Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        _hub.Orchestrator("Done", context => Task.FromResult<object?>(context.GetInput<string>()));
        _hub.Orchestrator("Fail", _ => throw new InvalidOperationException("bad"));
        _hub.Orchestrator("Family", async context =>
        {
            var depth = context.GetInput<int>();
            return depth == 0
                ? await context.WaitForExternalEvent<string>("Go")
                : await context.CallSubOrchestratorAsync<string>("Family", depth - 1, new SubOrchestrationOptions(instanceId: $"family{depth - 1}"));
        });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terminating_ends_an_instance_with_the_output_given()
    {
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Wait");
        await client.TerminateInstanceAsync(id, (object)"reason", Stop);

        var ended = await _hub.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("reason", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminating_recursively_ends_sub_orchestrations_too_and_otherwise_they_go_on()
    {
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Family", 2, "family2");
        await _hub.UntilAsync("family0", metadata => metadata.IsRunning);

        await client.TerminateInstanceAsync("family1", options: null, Stop);
        var parent = await _hub.EndAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, parent.RuntimeStatus);
        Assert.Contains("'family1' was terminated", parent.FailureDetails!.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
        Assert.True((await client.GetInstanceAsync("family0", Stop))!.IsRunning);

        await client.TerminateInstanceAsync("family0", options: null, Stop);
        await _hub.EndAsync("family0");
        await _hub.ScheduleAsync("Family", 2, "family2");
        await _hub.UntilAsync("family0", metadata => metadata.IsRunning);
        await client.TerminateInstanceAsync("family2", new TerminateInstanceOptions("all", Recursive: true), Stop);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await _hub.EndAsync("family2")).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await _hub.EndAsync("family1")).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await _hub.EndAsync("family0")).RuntimeStatus);
    }

    [Fact]
    public async Task Activities_of_a_terminated_instance_that_have_not_begun_are_not_run()
    {
        using SemaphoreSlim gate = new(0);
        var runs = 0;
        _hub.Options = _hub.Options with { MaxConcurrentActivityFunctions = 1 };
        _hub.Activity<int>("Slow", async (_, stop) =>
        {
            Interlocked.Increment(ref runs);
            await gate.WaitAsync(stop);
            return null;
        });
        _hub.Orchestrator("Fan", async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(n => context.CallActivityAsync("Slow", n)));
            return null;
        });
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Fan");
        await HubFixture.UntilAsync(() => Volatile.Read(ref runs) == 1);

        await client.TerminateInstanceAsync(id, options: null, Stop);
        await _hub.EndAsync(id);
        gate.Release(10);
        await HubFixture.UntilAsync(() => _hub.Hub.IsQuietAsync().GetAwaiter().GetResult());

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_suspended_instance_makes_no_progress_and_keeps_what_happens_until_it_is_resumed()
    {
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Wait");
        await client.SuspendInstanceAsync(id, "hold on", Stop);
        await _hub.UntilAsync(id, metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await _hub.RaiseAsync(id, "Go", "kept");
        await HubFixture.UntilAsync(() => _hub.History(id).Contains("EventRaised"));

        client = await _hub.KillAndRestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await client.GetInstanceAsync(id, Stop))!.RuntimeStatus);
        await client.ResumeInstanceAsync(id, "continue", Stop);

        Assert.Equal("kept", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_suspended_instance_can_be_terminated()
    {
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Wait");
        await client.SuspendInstanceAsync(id, Stop);

        await client.TerminateInstanceAsync(id, Stop);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await _hub.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_finished_instance_is_purged_with_its_history_and_an_unfinished_one_is_left_alone()
    {
        var client = await _hub.StartAsync();
        await _hub.RunAsync("Done", instanceId: "done");
        await _hub.ScheduleAsync("Wait", instanceId: "waits");
        await _hub.UntilAsync("waits", metadata => metadata.IsRunning);
        var key = _hub.Hub.Reader.FindInstance("done")!.Key;

        Assert.Equal(1, (await client.PurgeInstanceAsync("done", Stop)).PurgedInstanceCount);
        Assert.Equal(0, (await client.PurgeInstanceAsync("done", Stop)).PurgedInstanceCount);
        Assert.Equal(0, (await client.PurgeInstanceAsync("unknown", Stop)).PurgedInstanceCount);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => client.PurgeInstanceAsync("waits", Stop));
        Assert.Contains("waits has status Running", refused.Message, StringComparison.Ordinal);

        Assert.Null(await client.GetInstanceAsync("done", Stop));
        Assert.NotNull(await client.GetInstanceAsync("waits", Stop));
        Assert.Empty(_hub.Hub.Reader.History(key));
    }

    [Fact]
    public async Task Purging_recursively_takes_sub_orchestrations_along()
    {
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Family", 3, "family3");
        await _hub.UntilAsync("family0", metadata => metadata.IsRunning);
        await _hub.RaiseAsync("family0", "Go", "x");
        await _hub.EndAsync(id);

        Assert.Equal(4, (await client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true), Stop)).PurgedInstanceCount);
        Assert.Null(await client.GetInstanceAsync("family0", Stop));
    }

    [Fact]
    public async Task Purging_by_filter_takes_finished_instances_of_the_time_and_statuses_given()
    {
        var client = await _hub.StartAsync();
        await _hub.RunAsync("Done", instanceId: "old");
        _time.Advance(TimeSpan.FromDays(1));
        var between = _time.GetUtcNow().AddHours(-1);
        await _hub.RunAsync("Done", instanceId: "new");
        await _hub.RunAsync("Fail", instanceId: "failed");
        await _hub.ScheduleAsync("Wait", instanceId: "waits");

        var failed = await client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Running]), Stop);
        var old = await client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedTo: between), Stop);
        var rest = await client.PurgeAllInstancesAsync(new PurgeInstancesFilter(between), Stop);

        Assert.Equal([1, 1, 1], new[] { failed.PurgedInstanceCount, old.PurgedInstanceCount, rest.PurgedInstanceCount });
        Assert.True(rest.IsComplete);
        Assert.Equal("waits", Assert.Single(await ListAsync(client, new OrchestrationQuery())));
    }

    [Fact]
    public async Task Instances_are_listed_by_status_prefix_and_time()
    {
        var client = await _hub.StartAsync();
        await _hub.RunAsync("Done", instanceId: "a1");
        _time.Advance(TimeSpan.FromHours(1));
        var later = _time.GetUtcNow();
        await _hub.RunAsync("Fail", instanceId: "a2");
        await _hub.RunAsync("Done", instanceId: "b%");

        Assert.Equal(["a1", "b%"], await ListAsync(client, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed])));
        Assert.Equal(["a1", "a2"], await ListAsync(client, new OrchestrationQuery(InstanceIdPrefix: "a")));
        Assert.Equal(["b%"], await ListAsync(client, new OrchestrationQuery(InstanceIdPrefix: "b%")));
        Assert.Equal(["a2", "b%"], await ListAsync(client, new OrchestrationQuery(CreatedFrom: later)));
        Assert.Equal(["a1"], await ListAsync(client, new OrchestrationQuery(CreatedTo: later.AddTicks(-1))));
        Assert.Empty(await ListAsync(client, new OrchestrationQuery(InstanceIdPrefix: "' OR 1=1 --")));
    }

    [Fact]
    public async Task Instances_are_listed_page_by_page_from_a_continuation_token_on()
    {
        var client = await _hub.StartAsync();
        for (var n = 0; n < 7; n++)
        {
            await _hub.RunAsync("Done", $"input {n}", $"i{n}");
        }

        List<string> pages = [];
        string? third = null;
        await foreach (var page in client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 3, FetchInputsAndOutputs: true)).AsPages())
        {
            pages.Add(string.Join(' ', page.Values.Select(one => one.ReadInputAs<string>())));
            third ??= page.ContinuationToken;
        }

        Assert.Equal(["input 0 input 1 input 2", "input 3 input 4 input 5", "input 6"], pages);
        Assert.Equal(["i3", "i4", "i5", "i6"], await ListAsync(client, new OrchestrationQuery(ContinuationToken: third)));
        await Assert.ThrowsAsync<ArgumentException>(() => ListAsync(client, new OrchestrationQuery(ContinuationToken: "made up")));
    }

    [Fact]
    public async Task An_unknown_instance_is_null()
    {
        var client = await _hub.StartAsync();

        Assert.Null(await client.GetInstanceAsync("unknown", Stop));
        Assert.Null(await client.WaitForInstanceCompletionAsync("unknown", Stop));
    }

    [Fact]
    public async Task Commands_that_the_Functions_host_refuses_are_refused_with_its_status()
    {
        var client = await _hub.StartAsync();
        await _hub.RunAsync("Done", instanceId: "done");
        await _hub.ScheduleAsync("Wait", instanceId: "waits");
        await _hub.UntilAsync("waits", metadata => metadata.IsRunning);

        Assert.Equal(StatusCode.NotFound, await RefusalAsync(() => client.TerminateInstanceAsync("unknown", Stop)));
        Assert.Equal(StatusCode.NotFound, await RefusalAsync(() => client.SuspendInstanceAsync("unknown", Stop)));
        Assert.Equal(StatusCode.NotFound, await RefusalAsync(() => client.ResumeInstanceAsync("unknown", Stop)));
        Assert.Equal(StatusCode.FailedPrecondition, await RefusalAsync(() => client.TerminateInstanceAsync("done", Stop)));
        Assert.Equal(StatusCode.FailedPrecondition, await RefusalAsync(() => client.SuspendInstanceAsync("done", Stop)));
        Assert.Equal(StatusCode.FailedPrecondition, await RefusalAsync(() => client.ResumeInstanceAsync("waits", Stop)));
        await client.SuspendInstanceAsync("waits", Stop);
        await _hub.UntilAsync("waits", metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        Assert.Equal(StatusCode.FailedPrecondition, await RefusalAsync(() => client.SuspendInstanceAsync("waits", Stop)));

        static async Task<StatusCode> RefusalAsync(Func<Task> command) => (await Assert.ThrowsAsync<RpcException>(command)).StatusCode;
    }

    [Fact]
    public async Task Waiting_for_the_start_ends_when_the_instance_runs_or_is_over()
    {
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Wait");

        Assert.True((await client.WaitForInstanceStartAsync(id, Stop)).IsRunning);
        await client.TerminateInstanceAsync(id, Stop);
        await _hub.EndAsync(id);
        Assert.True((await client.WaitForInstanceStartAsync(id, Stop)).IsCompleted);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private static async Task<List<string>> ListAsync(DurableTaskClient client, OrchestrationQuery query)
    {
        List<string> ids = [];
        await foreach (var one in client.GetAllInstancesAsync(query))
        {
            ids.Add(one.InstanceId);
        }

        return ids;
    }
}
