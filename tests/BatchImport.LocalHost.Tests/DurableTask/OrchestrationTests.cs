using BatchImport.LocalHost.DurableTask;

namespace BatchImport.LocalHost.Tests.DurableTask;

public sealed class OrchestrationTests : IAsyncDisposable
{
    private readonly HubFixture _hub = new();

    [Fact]
    public async Task An_orchestration_calls_activities_one_after_the_other_and_returns_their_results()
    {
        _hub.Activity<string>("Hello", name => $"Hello, {name}!");
        _hub.Orchestrator("Chain", async context => new[]
        {
            await context.CallActivityAsync<string>("Hello", "Tokyo"),
            await context.CallActivityAsync<string>("Hello", "Seattle"),
            await context.CallActivityAsync<string>("hello", "London"),
        });
        await _hub.StartAsync();

        OrchestrationMetadata ended = await _hub.RunAsync("chain", instanceId: "abc");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(["Hello, Tokyo!", "Hello, Seattle!", "Hello, London!"], ended.ReadOutputAs<string[]>()!);
        Assert.Equal("abc", ended.InstanceId);
    }

    [Fact]
    public async Task An_orchestration_fans_out_and_in()
    {
        _hub.Activity<int>("Square", n => n * n);
        _hub.Orchestrator("Fan", async context =>
        {
            int[] squares = await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(n => context.CallActivityAsync<int>("Square", n)));
            return squares.Sum();
        });
        await _hub.StartAsync();

        OrchestrationMetadata ended = await _hub.RunAsync("Fan", 1000);

        Assert.Equal(Enumerable.Range(0, 1000).Sum(n => n * n), ended.ReadOutputAs<int>());
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
