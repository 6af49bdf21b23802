using BatchImport.LocalHost.TaskHub;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class StartTests : IAsyncDisposable
{
    private readonly HubFixture _hub = new();

    public StartTests()
    {
        _hub.Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go") + context.GetInput<string>());
        _hub.Orchestrator("Done", context => Task.FromResult<object?>(context.GetInput<string>()));
    }

    [Fact]
    public async Task An_id_of_an_unfinished_instance_is_refused_and_the_instance_goes_on()
    {
        await _hub.StartAsync();
        await _hub.ScheduleAsync("Wait", "first", "same");

        var e = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => _hub.ScheduleAsync("Wait", "second", "same"));
        await _hub.RaiseAsync("same", "Go", "the ");

        Assert.Contains("'same'", e.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(e, exactMatch: false);
        Assert.Equal("the first", (await _hub.EndAsync("same")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Of_many_starts_of_one_id_at_once_one_succeeds()
    {
        await _hub.StartAsync();

        var started = await Task.WhenAll(Enumerable.Range(0, 50).Select(async n =>
        {
            try
            {
                await _hub.ScheduleAsync("Wait", $"{n}", "same");
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return false;
            }
        }));

        Assert.Single(started, true);
    }

    [Fact]
    public async Task Whoever_is_told_that_an_id_is_taken_finds_the_instance_that_has_it()
    {
        await _hub.StartAsync();

        // Each id is started twice concurrently, so that the refusal often occurs between the instance's creation and its commit.
        await Task.WhenAll(Enumerable.Range(0, 400).Select(n => Task.Run(async () =>
        {
            try
            {
                await _hub.ScheduleAsync("Wait", "any", $"{n / 2}");
            }
            catch (OrchestrationAlreadyExistsException)
            {
                Assert.NotNull(await _hub.Client.GetInstanceAsync($"{n / 2}"));
            }
        })));
    }

    [Fact]
    public async Task A_finished_instance_is_replaced()
    {
        await _hub.StartAsync();
        await _hub.RunAsync("Done", "first", "same");

        var second = await _hub.RunAsync("Done", "second", "same");

        Assert.Equal("second", second.ReadOutputAs<string>());
        Assert.Equal(3, _hub.History("same").Count);
    }

    [Fact]
    public async Task Dedupe_statuses_decide_what_is_left_alone()
    {
        await _hub.StartAsync();
        await _hub.RunAsync("Done", "first", "same");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => _hub.ScheduleAsync(
            "Done", "second", new StartOrchestrationOptions("same").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed)));
        await _hub.ScheduleAsync("Wait", "third", new StartOrchestrationOptions("same").WithDedupeStatuses(OrchestrationRuntimeStatus.Failed));
        await _hub.UntilAsync("same", metadata => metadata.IsRunning);
        await _hub.ScheduleAsync("Done", "fourth", new StartOrchestrationOptions("same").WithDedupeStatuses());

        Assert.Equal("fourth", (await _hub.EndAsync("same")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Dedupe_statuses_that_contradict_themselves_or_do_not_exist_are_refused()
    {
        await _hub.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => _hub.ScheduleAsync("Done", null, new StartOrchestrationOptions { DedupeStatuses = ["Sleeping"] }));
        await Assert.ThrowsAsync<ArgumentException>(() => _hub.ScheduleAsync(
            "Done", null, new StartOrchestrationOptions().WithDedupeStatuses(OrchestrationRuntimeStatus.Terminated)));
    }

    [Fact]
    public async Task An_orchestrator_that_does_not_exist_is_refused_by_name()
    {
        await _hub.StartAsync();

        Assert.Contains("'Unknown'", (await Assert.ThrowsAsync<ArgumentException>(() => _hub.ScheduleAsync("Unknown"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@entity")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    public async Task Instance_ids_that_Durable_Functions_refuses_are_refused(string id)
    {
        await _hub.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => _hub.ScheduleAsync("Done", null, id));
    }

    [Fact]
    public async Task An_instance_id_of_a_hundred_characters_is_taken_and_a_longer_one_refused()
    {
        await _hub.StartAsync();

        await _hub.RunAsync("Done", null, new string('x', 100));
        await Assert.ThrowsAsync<ArgumentException>(() => _hub.ScheduleAsync("Done", null, new string('x', 101)));
    }

    [Fact]
    public async Task Tags_stay_with_the_instance()
    {
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Done", null, new StartOrchestrationOptions { Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = "me" } });

        Assert.Equal("me", (await _hub.EndAsync(id)).Tags["owner"]);
    }

    [Fact]
    public async Task A_hub_that_is_open_takes_starts_and_runs_them_when_it_is_started()
    {
        await _hub.OpenAsync();
        var id = await _hub.ScheduleAsync("Done", "x");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await _hub.UntilAsync(id, _ => true)).RuntimeStatus);

        await _hub.Hub.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("x", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
