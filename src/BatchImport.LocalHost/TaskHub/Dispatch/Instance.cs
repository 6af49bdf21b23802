using System.Globalization;
using BatchImport.LocalHost.TaskHub.Execution;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>An unfinished orchestration in memory. Used by the hub's thread only, except for what a step is given.</summary>
internal sealed class Instance(long key, string id, long root, string name, ParentRow? parent)
{
    private OrchestrationInstance? _identity;

    public long Key => key;

    public string Id => id;

    public long Root => root;

    public string Name => name;

    public ParentRow? Parent => parent;

    /// <summary>Its labels; its sub-orchestrations get them too.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    public required string Version { get; set; }

    public required OrchestrationStatus Status { get; set; }

    public DateTime? StartAt { get; set; }

    /// <summary>How often it continued as new.</summary>
    public int Generation
    {
        get;
        set
        {
            field = value;
            _identity = null;
        }
    }

    /// <summary>The custom status, as JSON.</summary>
    public string? CustomStatus { get; set; }

    /// <summary>The number its next step gets in history.</summary>
    public int NextSequence { get; set; }

    /// <summary>The time of its last step, UTC.</summary>
    public DateTime LastStep { get; set; }

    /// <summary>Events that no step has processed.</summary>
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

    /// <summary>Its place among the runs that are kept in memory while nothing happens.</summary>
    public LinkedListNode<Instance>? Idle { get; set; }

    /// <summary>Its id and generation, as DurableTask.Core names them.</summary>
    public OrchestrationInstance Identity => _identity ??= new OrchestrationInstance
    {
        InstanceId = id,
        ExecutionId = Generation.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Something that happened to an instance.</summary>
/// <param name="Message">The number of the message it came by; null when it is not in the file.</param>
/// <param name="Generation">The generation it is for; null for whichever there is.</param>
/// <param name="Event">What happened.</param>
internal readonly record struct InboxItem(long? Message, int? Generation, HistoryEvent Event);
