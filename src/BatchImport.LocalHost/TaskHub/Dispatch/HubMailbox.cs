using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>The messages for the hub's thread, from any thread.</summary>
internal sealed class HubMailbox
{
    private readonly ConcurrentQueue<HubMessage> _messages = new();
    private readonly ManualResetEventSlim _signal = new(initialState: false);
    private volatile Exception? _closed;

    public bool IsEmpty => _messages.IsEmpty;

    /// <summary>Adds a message; refuses it when the mailbox is closed.</summary>
    public void Post(HubMessage message)
    {
        _messages.Enqueue(message);
        if (_closed is { } reason)
        {
            RefuseAll(reason);
        }
        else
        {
            _signal.Set();
        }
    }

    public bool TryTake([NotNullWhen(true)] out HubMessage? message) => _messages.TryDequeue(out message);

    /// <summary>Ends a wait without a message.</summary>
    public void Ring() => _signal.Set();

    /// <summary>Waits for a message or a ring.</summary>
    public void Wait() => _signal.Wait();

    /// <summary>Discards the rings so far. Messages that were posted with them must be read after this call.</summary>
    public void Reset() => _signal.Reset();

    /// <summary>Refuses the remaining messages, and later ones.</summary>
    public void Close(Exception reason)
    {
        _closed = reason;
        RefuseAll(reason);
    }

    private void RefuseAll(Exception reason)
    {
        while (_messages.TryDequeue(out var message))
        {
            message.Refuse(reason);
        }
    }
}
