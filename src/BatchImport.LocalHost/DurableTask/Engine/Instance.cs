using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>An orchestration that is not over, as the task hub has it in memory. Touched by the hub's thread only, but for what a step is given.</summary>
internal sealed class Instance(long key, string id, long root, string name, ParentRow? parent)
{
    public long Key => key;

    public string Id => id;

    public long Root => root;

    public string Name => name;

    public ParentRow? Parent => parent;

    public required string Version { get; set; }

    public required OrchestrationRuntimeStatus Status { get; set; }

    public DateTime? StartAt { get; set; }

    public int Generation { get; set; }

    public byte[]? CustomStatus { get; set; }

    /// <summary>The number its next step gets in history.</summary>
    public int NextSequence { get; set; }

    /// <summary>The time of its last step, UTC.</summary>
    public DateTime LastStep { get; set; }

    /// <summary>What happened and no step has dealt with.</summary>
    public List<InboxItem> Inbox { get; set; } = [];

    /// <summary>Its run; null when it is to be made from history.</summary>
    public OrchestrationRun? Run { get; set; }

    /// <summary>Whether a step is being made or committed.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether it waits for a step.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether it is completed, failed, terminated or replaced.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether activities of it that have not begun are left out. Read by the workers.</summary>
    public bool IsAbandoned
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    public Dictionary<int, HubTimer> Timers { get; } = [];

    /// <summary>Its place among the runs kept in memory while nothing happens.</summary>
    public LinkedListNode<Instance>? Idle { get; set; }

    public OrchestrationIdentity Identity(string defaultVersion)
        => new(Id, Parent is null ? null : new ParentOrchestrationInstance(Parent.Name, Parent.Id), defaultVersion);
}

/// <summary>Something that happened to an instance.</summary>
/// <param name="Message">The number of the message it came by; null when it is not in the file.</param>
/// <param name="Generation">The generation it is for; null for whichever there is.</param>
internal readonly record struct InboxItem(long? Message, int? Generation, HistoryEvent Event);
