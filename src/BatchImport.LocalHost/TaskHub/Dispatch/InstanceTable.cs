using System.Diagnostics.CodeAnalysis;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>The unfinished instances: by id, by number, those that wait for a step, and those whose idle runs are kept.</summary>
/// <param name="maxIdle">The largest number of idle runs; the oldest is dropped, and created again from history.</param>
internal sealed class InstanceTable(int maxIdle)
{
    private readonly Dictionary<string, Instance> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Instance> _byKey = [];
    private readonly Queue<Instance> _ready = new();
    private readonly LinkedList<Instance> _idle = [];

    public int Count => _byId.Count;

    /// <summary>How many instances wait for a step.</summary>
    public int ReadyCount => _ready.Count;

    public IReadOnlyCollection<Instance> All => _byId.Values;

    public void Add(Instance instance)
    {
        _byId[instance.Id] = instance;
        _byKey[instance.Key] = instance;
    }

    public bool TryGet(string id, [NotNullWhen(true)] out Instance? instance) => _byId.TryGetValue(id, out instance);

    public bool TryGet(long key, [NotNullWhen(true)] out Instance? instance) => _byKey.TryGetValue(key, out instance);

    /// <summary>Removes an instance that has ended.</summary>
    public void Forget(Instance instance)
    {
        _byKey.Remove(instance.Key);
        if (_byId.TryGetValue(instance.Id, out var current) && current == instance)
        {
            _byId.Remove(instance.Id);
        }

        instance.Run = null;
        instance.Inbox.Clear();
    }

    /// <summary>Queues an instance for a step, if it has events and may execute one.</summary>
    public void MakeReady(Instance instance)
    {
        if (instance.IsOver || instance.IsBusy || instance.IsQueued || instance.Inbox.Count == 0)
        {
            return;
        }

        if (instance.StartAt is not null && !instance.Inbox.Exists(item => item.Event is ExecutionTerminatedEvent))
        {
            return;
        }

        instance.IsQueued = true;
        _ready.Enqueue(instance);
    }

    /// <summary>Dequeues an instance that waits for a step.</summary>
    public bool TryTakeReady([NotNullWhen(true)] out Instance? instance)
    {
        if (!_ready.TryDequeue(out instance))
        {
            return false;
        }

        instance.IsQueued = false;
        if (instance.Idle is not null)
        {
            _idle.Remove(instance.Idle);
            instance.Idle = null;
        }

        return true;
    }

    /// <summary>Keeps an instance's run in memory while it is idle.</summary>
    public void KeepIdle(Instance instance)
    {
        if (instance.IsQueued || instance.IsOver || instance.Run is null)
        {
            return;
        }

        instance.Idle = _idle.AddLast(instance);
        while (_idle.Count > maxIdle)
        {
            var oldest = _idle.First!.Value;
            _idle.RemoveFirst();
            oldest.Idle = null;
            oldest.Run = null;
        }
    }
}
