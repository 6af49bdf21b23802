using System.Collections.Immutable;

namespace BatchImport.LocalHost.DurableTask;

/// <summary>How an orchestration is started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Options with an instance id and a time to start at.</summary>
    /// <param name="InstanceId">The instance id; null for a random one.</param>
    /// <param name="StartAt">When it starts; null, or a time gone by, for at once.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>The instance id; null for a random one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When it starts; null, or a time gone by, for at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Labels that stay with the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version; null for the task hub's default.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>
    /// Statuses (names of <see cref="OrchestrationRuntimeStatus"/>) in which an instance with the same id is left alone and the start
    /// refused. In any other status it is replaced, a running one being terminated first. Null: pending, running and suspended.
    /// </summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
