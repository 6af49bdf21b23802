using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class RetryTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly HubFixture _hub;
    private readonly List<double> _attempts = [];

    public RetryTests()
    {
        _hub = new HubFixture { Time = _time };
        _hub.Activity<int>("FailBelow", n =>
        {
            _attempts.Add((_time.GetUtcNow() - Start).TotalSeconds);
            return _attempts.Count <= n ? throw new InvalidOperationException($"attempt {_attempts.Count}") : _attempts.Count;
        });
    }

    [Fact]
    public async Task Waits_grow_by_the_coefficient_up_to_the_maximum_interval()
    {
        RetryPolicy policy = new(6, TimeSpan.FromSeconds(10), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(35));

        var ended = await RunAsync(5, policy);

        Assert.Equal(6, ended.ReadOutputAs<int>());
        Assert.Equal([0, 10, 30, 65, 100, 135], _attempts);
    }

    [Fact]
    public async Task When_the_attempts_are_used_up_the_last_failure_is_thrown()
    {
        var ended = await RunAsync(99, new RetryPolicy(3, TimeSpan.FromSeconds(10)));

        Assert.Equal("attempt 3", ended.FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.Equal([0, 10, 20], _attempts);
    }

    [Fact]
    public async Task No_attempt_starts_after_the_retry_timeout()
    {
        await RunAsync(99, new RetryPolicy(99, TimeSpan.FromSeconds(10), retryTimeout: TimeSpan.FromSeconds(25)));

        Assert.Equal([0, 10, 20, 30], _attempts);
    }

    [Fact]
    public async Task A_failure_that_the_policy_does_not_handle_is_not_retried()
    {
        await RunAsync(99, new RetryPolicy(99, TimeSpan.FromSeconds(10)) { HandleFailure = failure => failure.ErrorMessage != "attempt 2" });

        Assert.Equal([0, 10], _attempts);
    }

    [Fact]
    public async Task A_handler_decides_from_the_attempts_the_failure_and_the_time()
    {
        List<(int, string, double)> seen = [];
        RetryHandler handler = retry =>
        {
            seen.Add((retry.LastAttemptNumber, retry.LastFailure.ErrorMessage, retry.TotalRetryTime.TotalSeconds));
            return retry.LastAttemptNumber < 3;
        };

        var ended = await RunAsync(99, handler);

        Assert.Equal("attempt 3", ended.FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.Equal([(1, "attempt 1", 0), (2, "attempt 2", 0), (3, "attempt 3", 0)], seen);
    }

    [Fact]
    public async Task An_asynchronous_handler_may_wait_durably()
    {
        AsyncRetryHandler handler = async retry =>
        {
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromSeconds(7), CancellationToken.None);
            return true;
        };

        await RunAsync(2, handler);

        Assert.Equal([0, 7, 14], _attempts);
    }

    [Fact]
    public async Task A_retry_that_waits_survives_a_kill_and_is_due_when_it_was_to_be()
    {
        _hub.Orchestrator("Retry", async context => await context.CallActivityAsync<int>("FailBelow", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMinutes(10)))));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Retry");
        await _hub.UntilAsync(id, _ => _hub.History(id).Contains("TimerCreated"));

        _time.Advance(TimeSpan.FromMinutes(4));
        await _hub.KillAndRestartAsync();
        var ended = await _hub.AdvanceToEndAsync(_time, id, TimeSpan.FromMinutes(1));

        Assert.Equal(2, ended.ReadOutputAs<int>());
        Assert.Equal([0, 600], _attempts);
    }

    [Fact]
    public async Task Sub_orchestrations_are_retried_too()
    {
        _hub.Orchestrator("Child", async context => await context.CallActivityAsync<int>("FailBelow", 2));
        _hub.Orchestrator("Retry", async context => await context.CallSubOrchestratorAsync<int>(
            "Child", new SubOrchestrationOptions(new RetryPolicy(5, TimeSpan.FromSeconds(10)), "child")));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Retry");

        var ended = await _hub.AdvanceToEndAsync(_time, id, TimeSpan.FromSeconds(1));

        Assert.Equal(3, ended.ReadOutputAs<int>());
        Assert.Equal([0, 10, 20], _attempts);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task<OrchestrationMetadata> RunAsync(int failures, TaskRetryOptions retry)
    {
        _hub.Orchestrator("Retry", async context => await context.CallActivityAsync<int>("FailBelow", failures, new TaskOptions(retry)));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Retry");
        return await _hub.AdvanceToEndAsync(_time, id, TimeSpan.FromSeconds(1));
    }
}
