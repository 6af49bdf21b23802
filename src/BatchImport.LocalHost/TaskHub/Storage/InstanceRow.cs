using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>An instance as stored in the file. Times are UTC.</summary>
/// <param name="Key">Its number in the file; a later instance's is higher.</param>
/// <param name="Id">Its instance id.</param>
/// <param name="Root">The number of the orchestration at the top of its family: the same as Key unless it is a sub-orchestration.</param>
internal sealed record InstanceRow(long Key, string Id, long Root)
{
    public required string Name { get; init; }

    public string Version { get; init; } = string.Empty;

    public OrchestrationStatus Status { get; init; }

    /// <summary>How often it continued as new.</summary>
    public int Generation { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public DateTime? StartAt { get; init; }

    /// <summary>Its input, as JSON.</summary>
    public string? Input { get; init; }

    /// <summary>Its output: JSON, or the failure as text.</summary>
    public string? Output { get; init; }

    /// <summary>Its custom status, as JSON.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>Why it failed, as an encoded <see cref="ExecutionCompletedEvent"/>; null unless it failed.</summary>
    public byte[]? Failure { get; init; }

    /// <summary>Its labels, as a JSON object; null for none.</summary>
    public string? Tags { get; init; }

    public ParentRow? Parent { get; init; }
}

/// <summary>The orchestration, generation and task that a sub-orchestration belongs to.</summary>
internal sealed record ParentRow(long Key, string Id, string Name, int TaskId, int Generation);

/// <summary>An event that has not reached its orchestration.</summary>
/// <param name="Number">Its number in the file; a later message's is higher.</param>
/// <param name="Key">The instance's number.</param>
/// <param name="Generation">The generation it is for; null for the current one.</param>
/// <param name="Event">The encoded event.</param>
internal sealed record MessageRow(long Number, long Key, int? Generation, byte[] Event);

/// <summary>An activity that was running when the host ended unexpectedly.</summary>
/// <param name="Crashes">How often that has happened.</param>
internal sealed record SuspectRow(long Key, int Generation, int TaskId, int Crashes);
