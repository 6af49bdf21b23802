using DurableTask.Core;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>A change of the file. Changes that belong together are committed together.</summary>
internal abstract record StoreOperation
{
    internal sealed record InsertInstance(InstanceRow Row) : StoreOperation;

    /// <summary>An instance executed a step.</summary>
    internal sealed record UpdateInstance(
        long Key, OrchestrationStatus Status, DateTime UpdatedAt, string? CustomStatus, string? Output, byte[]? Failure) : StoreOperation;

    /// <summary>An instance continues as new: its history is deleted.</summary>
    internal sealed record StartOver(long Key, int Generation, string Version, string? Input) : StoreOperation;

    /// <summary>An instance is deleted, with all its data.</summary>
    internal sealed record DeleteInstance(long Key) : StoreOperation;

    internal sealed record AppendHistory(long Key, int Sequence, byte[] Events) : StoreOperation;

    internal sealed record InsertMessage(MessageRow Row) : StoreOperation;

    internal sealed record DeleteMessage(long Number) : StoreOperation;

    /// <summary>An instance has ended: its remaining messages are deleted.</summary>
    internal sealed record DeleteMessagesOf(long Key) : StoreOperation;

    internal sealed record UpsertSuspect(SuspectRow Row) : StoreOperation;
}
