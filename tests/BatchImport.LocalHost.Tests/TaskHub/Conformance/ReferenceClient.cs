using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing.Sidecar;
using OrchestrationQuery = Microsoft.DurableTask.Client.OrchestrationQuery;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>A client of the reference's store.</summary>
internal sealed class ReferenceClient(InMemoryOrchestrationService service, DataConverter converter) : DurableTaskClient("reference")
{
    private static readonly OrchestrationStatus[] Unfinished = [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended];

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        OrchestrationInstance instance = new() { InstanceId = id, ExecutionId = Guid.NewGuid().ToString("N") };
        ExecutionStartedEvent started = new(-1, converter.Serialize(input))
        {
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? string.Empty,
            OrchestrationInstance = instance,
            ScheduledStartTime = options?.StartAt?.UtcDateTime,
            Tags = options?.Tags.ToDictionary(StringComparer.Ordinal),
        };
        await service.CreateTaskOrchestrationAsync(new TaskMessage { OrchestrationInstance = instance, Event = started }, Unfinished);
        return id;
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
        => SendAsync(instanceId, new EventRaisedEvent(-1, converter.Serialize(eventPayload)) { Name = eventName });

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SendAsync(instanceId, new ExecutionSuspendedEvent(-1, reason));

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SendAsync(instanceId, new ExecutionResumedEvent(-1, reason));

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
        => SendAsync(instanceId, new ExecutionTerminatedEvent(-1, converter.Serialize(options?.Output)));

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation) is { RuntimeStatus: not OrchestrationRuntimeStatus.Pending } started)
            {
                return started;
            }

            await Task.Delay(10, cancellation);
        }
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Metadata(await service.WaitForOrchestrationAsync(instanceId, string.Empty, TimeSpan.FromDays(1), cancellation));

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => await service.GetOrchestrationStateAsync(instanceId, executionId: null) is { } state ? Metadata(state) : null;

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
        => Pageable.Create<OrchestrationMetadata>(async (token, size, cancellation) =>
        {
            var result = await service.GetOrchestrationWithQueryAsync(
                new DurableTask.Core.Query.OrchestrationQuery
                {
                    RuntimeStatus = filter?.Statuses?.Select(status => (OrchestrationStatus)status).ToList(),
                    PageSize = filter?.PageSize ?? size ?? OrchestrationQuery.DefaultPageSize,
                    ContinuationToken = token,
                    InstanceIdPrefix = filter?.InstanceIdPrefix,
                },
                cancellation);
            return new Page<OrchestrationMetadata>([.. result.OrchestrationState.Select(Metadata)], result.ContinuationToken);
        });

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
        => new((await service.PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount);

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
        => new((await service.PurgeInstanceStateAsync(new PurgeInstanceFilter(
            filter.CreatedFrom?.UtcDateTime ?? default, filter.CreatedTo?.UtcDateTime, filter.Statuses?.Select(status => (OrchestrationStatus)status)))).DeletedInstanceCount);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task SendAsync(string instanceId, HistoryEvent e)
        => service.SendTaskOrchestrationMessageAsync(new TaskMessage { OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId }, Event = e });

    private OrchestrationMetadata Metadata(OrchestrationState state) => new(state.Name, state.OrchestrationInstance.InstanceId)
    {
        DataConverter = converter,
        RuntimeStatus = (OrchestrationRuntimeStatus)state.OrchestrationStatus,
        CreatedAt = new DateTimeOffset(state.CreatedTime),
        LastUpdatedAt = new DateTimeOffset(state.LastUpdatedTime),
        SerializedInput = state.Input,
        SerializedOutput = state.Output,
        SerializedCustomStatus = state.Status,
        FailureDetails = Failure(state.FailureDetails),
        Tags = state.Tags?.ToDictionary(StringComparer.Ordinal) ?? [],
    };

    private static TaskFailureDetails? Failure(FailureDetails? failure) => failure is null
        ? null
        : new TaskFailureDetails(failure.ErrorType, failure.ErrorMessage, failure.StackTrace, Failure(failure.InnerFailure), failure.Properties);
}
