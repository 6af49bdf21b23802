using System.Globalization;
using BatchImport.LocalHost.TaskHub.Execution;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>An unfinished orchestration in memory. Used by the hub's thread only, except for the input of a step.</summary>
internal sealed class Instance(long key, string id, long root, string name, ParentRow? parent)
{
    private OrchestrationInstance? _identity;

    public long Key => key;

    public string Id => id;

    public long Root => root;

    public string Name => name;

    public ParentRow? Parent => parent;

    /// <summary>Its labels, which its sub-orchestrations inherit.</summary>
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

    /// <summary>The number of its next step in history.</summary>
    public int NextSequence { get; set; }

    /// <summary>The time of its last step, UTC.</summary>
    public DateTime LastStep { get; set; }

    /// <summary>Events that no step has processed.</summary>
    public List<InboxItem> Inbox { get; set; } = [];

    /// <summary>Its run; null when it must be created from history.</summary>
    public OrchestrationRun? Run { get; set; }

    /// <summary>Whether a step is being executed or committed.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether it waits for a step.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether it is completed, failed, terminated or replaced.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether its activities that have not started are skipped. Read by the workers.</summary>
    public bool IsAbandoned
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    public Dictionary<int, HubTimer> Timers { get; } = [];

    /// <summary>Its place among the idle runs that are kept in memory.</summary>
    public LinkedListNode<Instance>? Idle { get; set; }

    /// <summary>Its id and generation, as DurableTask.Core names them.</summary>
    public OrchestrationInstance Identity => _identity ??= new OrchestrationInstance
    {
        InstanceId = id,
        ExecutionId = Generation.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Something that happened to an instance.</summary>
/// <param name="Message">The number of its message; null when it is not in the file.</param>
/// <param name="Generation">The generation it is for; null for the current one.</param>
/// <param name="Event">What happened.</param>
internal readonly record struct InboxItem(long? Message, int? Generation, HistoryEvent Event);
