using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using OrchestrationAlreadyExistsException = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class SubOrchestrationTests : IAsyncDisposable
{
    private readonly HubFixture _hub = new();

    [Fact]
    public async Task A_sub_orchestration_gets_its_instance_id_its_input_and_its_parent_and_returns_its_result()
    {
        _hub.Orchestrator("Child", context => Task.FromResult<object?>(
            $"{context.InstanceId} {context.GetInput<int>()} of {context.Parent!.Name} {context.Parent.InstanceId}"));
        _hub.Orchestrator("Parent", async context =>
            $"{await context.CallSubOrchestratorAsync<string>("Child", 7, new SubOrchestrationOptions(instanceId: "child"))}, {context.Parent is null}");
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("Parent", instanceId: "parent");

        Assert.Equal("child 7 of Parent parent, True", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_id_that_is_not_given_is_the_same_in_every_replay()
    {
        _hub.Orchestrator("Child", async context =>
        {
            await context.WaitForExternalEvent<string>("Go");
            return context.InstanceId;
        });
        _hub.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child"));
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Parent");
        await _hub.UntilAsync(id, _ => _hub.History(id).Contains("SubOrchestrationInstanceCreated"));

        client = await _hub.KillAndRestartAsync();
        List<OrchestrationMetadata> all = [];
        await foreach (var one in client.GetAllInstancesAsync())
        {
            all.Add(one);
        }

        var child = Assert.Single(all, one => one.Name == "Child").InstanceId;
        await _hub.RaiseAsync(child, "Go");

        Assert.Equal(child, (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failed_sub_orchestration_throws_a_TaskFailedException_with_its_details()
    {
        _hub.Orchestrator("Child", _ => throw new InvalidDataException("bad", new FormatException("worse")));
        _hub.Orchestrator("Parent", async context =>
        {
            var e = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync("Child"));
            return new[] { e.TaskName, e.FailureDetails.ToString(), e.FailureDetails.InnerFailure!.ToString() };
        });
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("Parent");

        Assert.Equal(["Child", "System.IO.InvalidDataException: bad", "System.FormatException: worse"], ended.ReadOutputAs<string[]>()!);
    }

    [Fact]
    public async Task One_whose_instance_id_is_taken_by_an_unfinished_instance_fails()
    {
        _hub.Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        _hub.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Wait", new SubOrchestrationOptions(instanceId: "taken")));
        await _hub.StartAsync();
        await _hub.ScheduleAsync("Wait", instanceId: "taken");

        var failure = (await _hub.RunAsync("Parent")).FailureDetails!;

        Assert.True(failure.InnerFailure!.IsCausedBy<OrchestrationAlreadyExistsException>());
        Assert.Contains("'taken'", failure.InnerFailure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_whose_orchestrator_does_not_exist_fails_by_name()
    {
        _hub.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Unknown"));
        await _hub.StartAsync();

        var failure = (await _hub.RunAsync("Parent")).FailureDetails!.InnerFailure!;

        Assert.Equal("OrchestratorTaskNotFound: No orchestrator task named 'Unknown' was found.", failure.ToString());
    }

    [Fact]
    public async Task A_result_that_comes_while_the_host_is_down_between_child_and_parent_is_not_lost()
    {
        _hub.Orchestrator("Child", async context => await context.WaitForExternalEvent<int>("Go"));
        _hub.Orchestrator("Parent", async context => (await Task.WhenAll(
            Enumerable.Range(0, 5).Select(n => context.CallSubOrchestratorAsync<int>("Child", new SubOrchestrationOptions(instanceId: $"child{n}"))))).Sum());
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Parent");
        for (var n = 0; n < 5; n++)
        {
            await _hub.UntilAsync($"child{n}", metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Running);
            await _hub.RaiseAsync($"child{n}", "Go", n);
            await _hub.KillAndRestartAsync();
        }

        Assert.Equal(10, (await _hub.EndAsync(id)).ReadOutputAs<int>());
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
