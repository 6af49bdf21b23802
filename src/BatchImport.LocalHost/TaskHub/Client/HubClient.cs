using System.Collections.Frozen;
using BatchImport.LocalHost.TaskHub.Dispatch;
using BatchImport.LocalHost.TaskHub.Serialization;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using OrchestrationQuery = Microsoft.DurableTask.Client.OrchestrationQuery;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;

namespace BatchImport.LocalHost.TaskHub.Client;

/// <summary>
/// The client of a task hub in this process. Calls that the Functions host refuses, such as an event for an instance that has ended, are refused
/// with the same exceptions, so that code which does not expect them fails here and not only in production.
/// </summary>
/// <remarks>
/// The host's answers, in its gRPC server (Microsoft.Azure.WebJobs.Extensions.DurableTask, TaskHubGrpcServer): NotFound for an unknown instance,
/// FailedPrecondition for one whose status does not allow the call.
/// </remarks>
internal sealed class HubClient(string name, TaskHubEngine engine, TaskHubRegistry registry, TimeProvider time) : DurableTaskClient(name)
{
    private const int PurgeBatch = 200;

    private static readonly FrozenSet<OrchestrationStatus> Finished = FrozenSet.ToFrozenSet(
        [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated]);

    private static readonly FrozenSet<OrchestrationStatus> Suspendable = FrozenSet.ToFrozenSet([OrchestrationStatus.Pending, OrchestrationStatus.Running]);

    private static readonly FrozenSet<OrchestrationStatus> Resumable = FrozenSet.ToFrozenSet([OrchestrationStatus.Suspended]);

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        if (!registry.TryGetOrchestrator(orchestratorName.Name, out _))
        {
            // The Functions host would start it, and fail it as soon as it runs.
            throw new ArgumentException(
                $"The function '{orchestratorName.Name}' doesn't exist, is disabled, or is not an orchestrator function.", nameof(orchestratorName));
        }

        var id = options?.InstanceId is { Length: > 0 } given ? given : Guid.NewGuid().ToString("N");
        InstanceIds.ThrowIfInvalid(id);
        var version = options?.Version is { } asked ? asked.Version ?? string.Empty : engine.DefaultVersion;
        NewInstance created = new(id, orchestratorName.Name, version, PayloadConverter.Instance.Serialize(input))
        {
            Tags = options?.Tags is { Count: > 0 } tags ? new Dictionary<string, string>(tags, StringComparer.Ordinal) : null,
            StartAt = options?.StartAt?.UtcDateTime,
        };
        await engine.Commands.ScheduleAsync(created, DedupeStatuses.Parse(options?.DedupeStatuses)).WaitAsync(cancellation);
        return id;
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var payload = PayloadConverter.Instance.Serialize(eventPayload);
        return DeliverAsync(instanceId, "raise an event for", () => new EventRaisedEvent(-1, payload) { Name = eventName }, allowed: null, cancellation);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await engine.Commands.WaitAsync(instanceId, forStart: true, cancellation);
        return Find(instanceId, getInputsAndOutputs)!;
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await engine.Commands.WaitAsync(instanceId, forStart: false, cancellation);
        return Find(instanceId, getInputsAndOutputs)!;
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var output = PayloadConverter.Instance.Serialize(options?.Output);
        return DeliverAsync(
            instanceId,
            "terminate",
            () => options?.Recursive == true ? new RecursiveTerminationEvent(output) : new ExecutionTerminatedEvent(-1, output),
            allowed: null,
            cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return DeliverAsync(instanceId, "suspend", () => new ExecutionSuspendedEvent(-1, reason), Suspendable, cancellation);
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return DeliverAsync(instanceId, "resume", () => new ExecutionResumedEvent(-1, reason), Resumable, cancellation);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Task.FromResult(Find(instanceId, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
        => new InstancePages(engine.Reader, filter ?? new OrchestrationQuery());

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var (count, unfinished) = await engine.Commands.PurgeAsync(instanceId, options?.Recursive ?? false).WaitAsync(cancellation);
        return unfinished is null
            ? new PurgeResult(count, isComplete: true)
            : throw new InvalidOperationException(
                $"Only orchestrations in a terminal state can be purged, but the orchestration with instance ID {instanceId} has status {unfinished}");
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        IReadOnlyCollection<OrchestrationStatus> statuses = filter.Statuses?.Select(status => (OrchestrationStatus)status).ToList() is { Count: > 0 } asked
            ? [.. asked.Where(Finished.Contains)]
            : Finished;
        InstanceFilter which = new(filter.CreatedFrom, filter.CreatedTo, statuses, InstanceIdPrefix: null);
        var begun = time.GetTimestamp();
        var purged = 0;
        while (true)
        {
            var (count, more) = await engine.Commands.PurgeAsync(which, PurgeBatch, options?.Recursive ?? false).WaitAsync(cancellation);
            purged += count;
            if (!more || count == 0)
            {
                return new PurgeResult(purged, isComplete: true);
            }

            if (time.GetElapsedTime(begun) >= filter.Timeout)
            {
                return new PurgeResult(purged, isComplete: false);
            }
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task DeliverAsync(
        string instanceId, string what, Func<HistoryEvent> @event, IReadOnlySet<OrchestrationStatus>? allowed, CancellationToken cancellation)
    {
        var delivery = await engine.Commands.DeliverAsync(instanceId, @event, allowed).WaitAsync(cancellation);
        if (delivery.IsDelivered)
        {
            return;
        }

        throw new RpcException(delivery.Status is { } status
            ? new Status(StatusCode.FailedPrecondition, $"Cannot {what} the orchestration instance '{instanceId}' because it is {status.ToString().ToLowerInvariant()}.")
            : new Status(StatusCode.NotFound, $"Cannot {what} the orchestration instance '{instanceId}' because no instance has this id."));
    }

    private OrchestrationMetadata? Find(string instanceId, bool getInputsAndOutputs)
        => engine.Reader.FindInstance(instanceId) is { } row ? InstancePages.ToMetadata(row, getInputsAndOutputs) : null;
}
