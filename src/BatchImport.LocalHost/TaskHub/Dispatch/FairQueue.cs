using System.Diagnostics.CodeAnalysis;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>
/// Activities that wait: families of orchestrations take turns, so that one with many activities does not delay one with few. Those
/// that may have crashed the host run one at a time, so that a crash identifies the one that caused it. Not thread-safe.
/// </summary>
internal sealed class FairQueue
{
    private readonly Dictionary<long, Queue<ActivityItem>> _byRoot = [];
    private readonly Queue<long> _turns = new();
    private readonly Queue<ActivityItem> _suspects = new();
    private bool _suspectRuns;

    /// <summary>Activities that wait, suspects included.</summary>
    public int Count { get; private set; }

    public void Enqueue(ActivityItem item)
    {
        Count++;
        if (item.IsSuspect)
        {
            _suspects.Enqueue(item);
            return;
        }

        if (!_byRoot.TryGetValue(item.Instance.Root, out var queue))
        {
            _byRoot[item.Instance.Root] = queue = new Queue<ActivityItem>();
            _turns.Enqueue(item.Instance.Root);
        }

        queue.Enqueue(item);
    }

    /// <summary>Takes the next activity; false when none may run now.</summary>
    public bool TryDequeue([NotNullWhen(true)] out ActivityItem? item)
    {
        if (!_suspectRuns && _suspects.TryDequeue(out item))
        {
            _suspectRuns = true;
            Count--;
            return true;
        }

        if (!_turns.TryDequeue(out var root))
        {
            item = null;
            return false;
        }

        var queue = _byRoot[root];
        item = queue.Dequeue();
        Count--;
        if (queue.Count > 0)
        {
            _turns.Enqueue(root);
        }
        else
        {
            _byRoot.Remove(root);
        }

        return true;
    }

    /// <summary>Records that a dequeued activity no longer runs.</summary>
    public void Ended(ActivityItem item) => _suspectRuns &= !item.IsSuspect;
}
