using DurableTask.Core;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>Callers that wait for an instance to start or to end. Used by the hub's thread only.</summary>
internal sealed class InstanceWaiters
{
    private readonly Dictionary<string, List<Waiter>> _waiters = new(StringComparer.Ordinal);

    public static bool IsSatisfied(Waiter waiter, Instance instance)
        => instance.IsOver || (waiter.ForStart && instance.Status != OrchestrationStatus.Pending);

    public void Add(string id, Waiter waiter)
    {
        if (!_waiters.TryGetValue(id, out var list))
        {
            _waiters[id] = list = [];
        }

        list.Add(waiter);
    }

    public void Remove(string id, Waiter waiter)
    {
        if (_waiters.TryGetValue(id, out var list) && list.Remove(waiter) && list.Count == 0)
        {
            _waiters.Remove(id);
        }
    }

    /// <summary>Answers the callers whose condition an instance meets.</summary>
    public void Notify(Instance instance)
    {
        if (!_waiters.TryGetValue(instance.Id, out var list))
        {
            return;
        }

        foreach (var waiter in list.Where(waiter => IsSatisfied(waiter, instance)).ToList())
        {
            waiter.Answer.TrySetResult();
        }
    }

    public void FailAll(Exception reason)
    {
        foreach (var waiter in _waiters.Values.SelectMany(list => list))
        {
            waiter.Answer.TrySetException(reason);
        }
    }

    /// <param name="ForStart">Whether the start is enough.</param>
    internal sealed record Waiter(bool ForStart)
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
