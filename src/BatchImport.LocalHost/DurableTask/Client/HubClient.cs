using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using BatchImport.LocalHost.DurableTask.Engine;
using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Client;

/// <summary>The client of a task hub in this process.</summary>
internal sealed class HubClient(string name, TaskHubEngine engine, DurableTaskRegistry registry, TimeProvider time) : DurableTaskClient(name)
{
    // What Durable Functions takes: the id stands in URLs, and the first character tells entities apart.
    private const int LongestInstanceId = 100;
    private const int PurgeBatch = 200;

    private static readonly FrozenSet<OrchestrationRuntimeStatus> Unfinished = FrozenSet.ToFrozenSet(
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended]);

    private static readonly FrozenSet<OrchestrationRuntimeStatus> Finished = FrozenSet.ToFrozenSet(
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);

    /// <summary>Where the management endpoints are; null while that is unknown.</summary>
    public Uri? HttpBaseUrl { get; set; }

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        if (!registry.TryGetOrchestrator(orchestratorName.Name, out _))
        {
            throw new ArgumentException(
                $"The function '{orchestratorName.Name}' doesn't exist, is disabled, or is not an orchestrator function.", nameof(orchestratorName));
        }

        string id = options?.InstanceId is { Length: > 0 } given ? given : Guid.NewGuid().ToString("N");
        ThrowIfNoInstanceId(id);
        string? tags = options?.Tags is { Count: > 0 } labels ? JsonSerializer.Serialize(labels) : null;
        await engine.ScheduleAsync(
            orchestratorName.Name,
            id,
            options?.Version?.Version,
            Payload.Serialize(input),
            tags,
            options?.StartAt?.UtcDateTime,
            StatusesToKeep(options?.DedupeStatuses)).WaitAsync(cancellation);
        return id;
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return engine.RaiseEventAsync(instanceId, eventName, Payload.Serialize(eventPayload)).WaitAsync(cancellation);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await engine.WaitAsync(instanceId, forStart: true, cancellation);
        return Find(instanceId, getInputsAndOutputs)!;
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await engine.WaitAsync(instanceId, forStart: false, cancellation);
        return Find(instanceId, getInputsAndOutputs)!;
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return engine.TerminateAsync(instanceId, Payload.Serialize(options?.Output), options?.Recursive ?? false).WaitAsync(cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return engine.SuspendAsync(instanceId, reason).WaitAsync(cancellation);
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return engine.ResumeAsync(instanceId, reason).WaitAsync(cancellation);
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
        return new PurgeResult(await engine.PurgeAsync(instanceId, options?.Recursive ?? false).WaitAsync(cancellation), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        IReadOnlyCollection<OrchestrationRuntimeStatus> statuses = filter.Statuses?.ToList() is { Count: > 0 } asked
            ? [.. asked.Where(Finished.Contains)]
            : Finished;
        InstanceFilter which = new(filter.CreatedFrom, filter.CreatedTo, statuses, InstanceIdPrefix: null);
        long begun = time.GetTimestamp();
        int purged = 0;
        while (true)
        {
            (int count, bool more) = await engine.PurgeAsync(which, PurgeBatch, options?.Recursive ?? false).WaitAsync(cancellation);
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

    private OrchestrationMetadata? Find(string instanceId, bool getInputsAndOutputs)
        => engine.Reader.FindInstance(instanceId) is { } row ? InstancePages.ToMetadata(row, getInputsAndOutputs) : null;

    private static void ThrowIfNoInstanceId(string id)
    {
        if (id.StartsWith('@') || id.Length > LongestInstanceId || id.AsSpan().IndexOfAny(@"/\#?") >= 0 || id.Any(char.IsControl))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The instance id '{id[..Math.Min(id.Length, 40)]}' must not begin with '@', hold '/', '\\', '#', '?' or control characters, or be longer than {LongestInstanceId} characters."), nameof(id));
        }
    }

    private static IReadOnlySet<OrchestrationRuntimeStatus> StatusesToKeep(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return Unfinished;
        }

        HashSet<OrchestrationRuntimeStatus> keep = [];
        foreach (string name in names)
        {
            keep.Add(Enum.TryParse(name, ignoreCase: true, out OrchestrationRuntimeStatus status)
                ? status
                : throw new ArgumentException($"Invalid orchestration runtime status: '{name}' for deduplication.", nameof(names)));
        }

        if (keep.Contains(OrchestrationRuntimeStatus.Terminated) && !Unfinished.All(keep.Contains))
        {
            throw new ArgumentException(
                "DedupeStatuses names 'Terminated' but not every unfinished status: replacing an unfinished instance terminates it first, and it would then be kept. Name 'Pending', 'Running' and 'Suspended' too, or leave 'Terminated' out.",
                nameof(names));
        }

        return keep;
    }
}
