using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>Events, timers, starts and the commands of clients.</summary>
public abstract class LifecycleConformanceTests : ConformanceTests
{
    private protected LifecycleConformanceTests(Func<ILoggerFactory, IConformanceHub> create)
        : base(create)
    {
    }

    [Fact]
    public async Task Continuing_as_new_keeps_the_events_that_were_not_waited_for()
    {
        Hub.Orchestrator("Again", async context =>
        {
            var n = context.GetInput<int>();
            var e = await context.WaitForExternalEvent<int>("E");
            if (n < 2)
            {
                context.ContinueAsNew(n + 1);
                return null;
            }

            return $"{n} {e}";
        });
        var id = await StartAsync("Again", 0);
        for (var i = 0; i < 3; i++)
        {
            await Client.RaiseEventAsync(id, "E", i * 10, Stop);
        }

        Assert.Equal("\"2 20\"", (await EndAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task Continuing_as_new_waits_for_the_open_tasks()
    {
        Hub.Orchestrator("Again", async context =>
        {
            if (context.GetInput<int>() > 0)
            {
                return "done";
            }

            _ = context.CreateTimer(TimeSpan.FromMilliseconds(400), CancellationToken.None);
            await context.CallActivityAsync<int>("Double", 1);
            context.ContinueAsNew(1);
            return null;
        });
        var begun = TimeProvider.System.GetUtcNow();

        var ended = await RunAsync("Again", 0);

        Assert.Equal("\"done\"", ended.SerializedOutput);
        Assert.InRange((TimeProvider.System.GetUtcNow() - begun).TotalMilliseconds, 390, double.MaxValue);
    }

    [Fact]
    public async Task A_timer_fires_no_earlier_than_its_time()
    {
        Hub.Orchestrator("Timer", async context =>
        {
            var before = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMilliseconds(300), CancellationToken.None);
            return (context.CurrentUtcDateTime - before).TotalMilliseconds;
        });

        Assert.InRange((await RunAsync("Timer")).ReadOutputAs<double>(), 290, 30_000);
    }

    [Fact]
    public async Task A_wait_for_an_event_ends_as_cancelled_at_its_timeout()
    {
        Hub.Orchestrator("Timeout", async context =>
        {
            try
            {
                await context.WaitForExternalEvent<int>("Never", TimeSpan.FromMilliseconds(200));
                return "event";
            }
            catch (OperationCanceledException ex)
            {
                return ex.GetType().Name;
            }
        });

        Assert.Equal("\"TaskCanceledException\"", (await RunAsync("Timeout")).SerializedOutput);
    }

    [Fact]
    public async Task An_event_before_the_timeout_cancels_the_timer_so_that_the_orchestration_ends()
    {
        Hub.Orchestrator("Soon", async context => await context.WaitForExternalEvent<int>("Soon", TimeSpan.FromMinutes(10)));
        var id = await StartAsync("Soon");
        await Client.RaiseEventAsync(id, "soon", 5, Stop);

        Assert.Equal("5", (await EndAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_timer_that_is_not_awaited_keeps_the_orchestration_running()
    {
        Hub.Orchestrator("Open", async context =>
        {
            _ = context.CreateTimer(TimeSpan.FromMilliseconds(800), CancellationToken.None);
            await context.CallActivityAsync<int>("Double", 1);
            return "early";
        });
        var begun = TimeProvider.System.GetUtcNow();

        var ended = await RunAsync("Open");

        Assert.Equal("\"early\"", ended.SerializedOutput);
        Assert.InRange((TimeProvider.System.GetUtcNow() - begun).TotalMilliseconds, 790, double.MaxValue);
    }

    [Fact]
    public async Task An_orchestration_sends_an_event_to_another()
    {
        Hub.Orchestrator("Send", async context =>
        {
            context.SendEvent(context.GetInput<string>()!, "Go", "from an orchestrator");
            await context.CallActivityAsync<int>("Double", 1);
            return null;
        });
        var id = await StartAsync("Wait");

        await RunAsync("Send", id);

        Assert.Equal("\"from an orchestrator\"", (await EndAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task New_guids_do_not_break_a_replay()
    {
        Hub.Orchestrator("Guids", async context =>
        {
            var first = context.NewGuid();
            await context.CallActivityAsync<int>("Double", 1);
            return first != context.NewGuid();
        });

        Assert.Equal("true", (await RunAsync("Guids")).SerializedOutput);
    }

    [Fact]
    public async Task Version_and_tags_of_the_start_reach_the_instance()
    {
        Hub.Orchestrator("Version", context => Task.FromResult<object?>(context.Version));

        var ended = await RunAsync("Version", null, new StartOrchestrationOptions
        {
            Version = "2.1", Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" },
        });

        Assert.Equal(("\"2.1\"", "b"), (ended.SerializedOutput, ended.Tags["a"]));
    }

    [Fact]
    public async Task A_scheduled_start_waits_for_its_time()
    {
        var at = TimeProvider.System.GetUtcNow().AddMilliseconds(500);

        var ended = await RunAsync("Text", null, new StartOrchestrationOptions(null, at));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.InRange(TimeProvider.System.GetUtcNow(), at.AddMilliseconds(-10), DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task A_second_start_of_an_unfinished_instance_is_refused()
    {
        var id = await StartAsync("Wait");
        await UntilAsync(id, OrchestrationRuntimeStatus.Running);

        await Assert.ThrowsAsync<DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException>(() => StartAsync("Wait", null, new StartOrchestrationOptions(id)));
    }

    [Fact]
    public async Task A_terminated_instance_has_the_output_given()
    {
        var id = await StartAsync("Wait");
        await UntilAsync(id, OrchestrationRuntimeStatus.Running);

        await Client.TerminateInstanceAsync(id, (object)"enough", Stop);
        var ended = await EndAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "\"enough\""), (ended.RuntimeStatus, ended.SerializedOutput));
    }

    [Fact]
    public async Task A_suspended_instance_keeps_its_events_and_custom_status_until_it_is_resumed()
    {
        var id = await StartAsync("Wait");
        await UntilAsync(id, OrchestrationRuntimeStatus.Running);
        await Client.SuspendInstanceAsync(id, "hold", Stop);
        await UntilAsync(id, OrchestrationRuntimeStatus.Suspended);
        await Client.RaiseEventAsync(id, "Go", "went", Stop);
        await Task.Delay(200, Stop);
        var suspended = (await Client.GetInstanceAsync(id, getInputsAndOutputs: true, Stop))!;

        await Client.ResumeInstanceAsync(id, "on", Stop);

        Assert.Equal((OrchestrationRuntimeStatus.Suspended, "\"waiting\""), (suspended.RuntimeStatus, suspended.SerializedCustomStatus));
        Assert.Equal("\"went\"", (await EndAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_suspended_instance_can_be_terminated()
    {
        var id = await StartAsync("Wait");
        await UntilAsync(id, OrchestrationRuntimeStatus.Running);
        await Client.SuspendInstanceAsync(id, "hold", Stop);
        await UntilAsync(id, OrchestrationRuntimeStatus.Suspended);

        await Client.TerminateInstanceAsync(id, Stop);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Instances_are_listed_by_prefix_page_by_page_and_purged_by_id_and_by_filter()
    {
        for (var i = 0; i < 5; i++)
        {
            await RunAsync("Text", null, new StartOrchestrationOptions($"q-{i}"));
        }

        List<string> listed = [];
        OrchestrationQuery query = new() { InstanceIdPrefix = "q-", PageSize = 2, Statuses = [OrchestrationRuntimeStatus.Completed] };
        await foreach (var page in Client.GetAllInstancesAsync(query).AsPages())
        {
            Assert.InRange(page.Values.Count, 0, 2);
            listed.AddRange(page.Values.Select(each => each.InstanceId));
        }

        var one = await Client.PurgeInstanceAsync("q-0", Stop);
        var rest = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(null, null, [OrchestrationRuntimeStatus.Completed]), Stop);

        Assert.Equal(["q-0", "q-1", "q-2", "q-3", "q-4"], listed.Order(StringComparer.Ordinal));
        Assert.Equal((1, 4), (one.PurgedInstanceCount, rest.PurgedInstanceCount));
        Assert.Null(await Client.GetInstanceAsync("q-0", Stop));
    }
}
