namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>Events raised and not yet waited for, and waits for events not yet raised, by name without regard to case.</summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, Stack<IWaiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> _buffered = [];

    private interface IWaiter
    {
        Type EventType { get; }

        bool IsOver { get; }

        void Deliver(EventRaised raised);
    }

    /// <summary>Whether anyone waits.</summary>
    public bool HasWaiters => _waiters.Values.Any(stack => stack.Any(waiter => !waiter.IsOver));

    /// <summary>Waits for the next event of a name; the latest wait gets it.</summary>
    /// <exception cref="ArgumentException">Another wait for that name expects another type.</exception>
    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        if (!_waiters.TryGetValue(name, out Stack<IWaiter>? stack))
        {
            _waiters[name] = stack = new Stack<IWaiter>();
        }

        while (stack.TryPeek(out IWaiter? over) && over.IsOver)
        {
            stack.Pop();
        }

        if (stack.TryPeek(out IWaiter? existing) && existing.EventType != typeof(T))
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type: event '{name}' is waited for as {existing.EventType.FullName} and was now asked for as {typeof(T).FullName}.", nameof(name));
        }

        Waiter<T> waiter = new(cancellationToken);
        int index = cancellationToken.IsCancellationRequested
            ? -1
            : _buffered.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            EventRaised raised = _buffered[index];
            _buffered.RemoveAt(index);
            waiter.Deliver(raised);
        }
        else
        {
            stack.Push(waiter);
        }

        return waiter.Task;
    }

    /// <summary>Hands an event to the latest wait for it, or keeps it.</summary>
    public void Raise(EventRaised raised)
    {
        if (_waiters.TryGetValue(raised.Name, out Stack<IWaiter>? stack))
        {
            while (stack.TryPop(out IWaiter? waiter))
            {
                if (!waiter.IsOver)
                {
                    waiter.Deliver(raised);
                    return;
                }
            }
        }

        _buffered.Add(raised);
    }

    /// <summary>The events nobody waited for, in the order in which they came.</summary>
    public IReadOnlyList<EventRaised> Unprocessed => _buffered;

    private sealed class Waiter<T> : TaskCompletionSource<T>, IWaiter
    {
        public Waiter(CancellationToken cancellationToken)
        {
            if (cancellationToken.CanBeCanceled)
            {
                cancellationToken.Register(() => TrySetCanceled(cancellationToken), useSynchronizationContext: false);
            }
        }

        public Type EventType => typeof(T);

        public bool IsOver => Task.IsCompleted;

        public void Deliver(EventRaised raised)
        {
            try
            {
                TrySetResult(Payload.Deserialize<T>(raised.Input)!);
            }
            catch (Exception e)
            {
                TrySetException(e);
            }
        }
    }
}
