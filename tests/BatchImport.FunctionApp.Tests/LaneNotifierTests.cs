extern alias functions;

using functions::BatchImport.Functions.Orchestrations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchImport.FunctionApp.Tests;

/// <summary>Events for lanes that end between being listed and being notified.</summary>
public sealed class LaneNotifierTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Lanes = [$"{Id}-lane-0-0", $"{Id}-lane-0-1", $"{Id}-lane-0-2"];

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    [InlineData(null)]
    public async Task A_lane_that_has_ended_keeps_no_event_from_the_others(OrchestrationRuntimeStatus? status)
    {
        await using var client = new Client { Broken = Lanes[1], BrokenStatus = status };

        await new LaneNotifier(NullLogger<LaneNotifier>.Instance).NotifyAsync(client, Id, TestContext.Current.CancellationToken);

        Assert.Equal([Lanes[0], Lanes[2]], client.Raised);
    }

    [Fact]
    public async Task A_task_hub_that_does_not_answer_fails_no_command()
    {
        await using var client = new Client { Broken = Lanes[0], BrokenStatus = OrchestrationRuntimeStatus.Running };

        await new LaneNotifier(NullLogger<LaneNotifier>.Instance).NotifyAsync(client, Id, TestContext.Current.CancellationToken);

        Assert.Empty(client.Raised);
    }

    /// <summary>A client whose backend refuses the events for one lane.</summary>
    private sealed class Client() : DurableTaskClient("test")
    {
        public required string Broken { get; init; }

        public required OrchestrationRuntimeStatus? BrokenStatus { get; init; }

        public List<string> Raised { get; } = [];

        public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
        {
            if (instanceId == Broken)
            {
                throw new InvalidOperationException("The instance is not running.");
            }

            Raised.Add(instanceId);
            return Task.CompletedTask;
        }

        public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            Task.FromResult(BrokenStatus is { } status ? new OrchestrationMetadata("ImportLane", instanceId) { RuntimeStatus = status } : null);

        public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => Pageable.Create<OrchestrationMetadata>(
            (_, _) => Task.FromResult(new Page<OrchestrationMetadata>([.. Lanes.Select(lane => new OrchestrationMetadata("ImportLane", lane))], null)));

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public override Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
