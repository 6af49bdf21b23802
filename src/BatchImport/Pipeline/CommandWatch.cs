using BatchImport.Imports;

namespace BatchImport.Pipeline;

/// <summary>The current command to one import, shared by the slices of it that run on this instance. Each disposes of it once.</summary>
internal sealed class CommandWatch : IDisposable
{
    // A row whose target replies within this time is still recorded with its actual result.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _cancelled;
    private readonly Action<CommandWatch> _onOver;
    private Task? _started;
    private int _users;
    private bool _isOver;
    private volatile RunCommand _command;

    public CommandWatch(string batchId, TimeProvider time, Action<CommandWatch> onOver)
    {
        _cancelled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _onOver = onOver;
        BatchId = batchId;
        Cancelled = _cancelled.Token;
        Over = _over.Token;
    }

    /// <summary>The import's id.</summary>
    public string BatchId { get; }

    /// <summary>What rows may do, at most half a second old.</summary>
    public RunCommand Command => _command;

    /// <summary>Cancelled when rows in flight must end, a moment after the import was cancelled.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>Cancelled when the watch is no longer used.</summary>
    public CancellationToken Over { get; }

    /// <summary>Counts one more user; false when the last one has left.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return false;
            }

            _users++;
            return true;
        }
    }

    /// <summary>Starts to follow the command, once; completes when the command is known.</summary>
    public Task StartAsync(Func<Task> follow)
    {
        lock (_gate)
        {
            if (_started is null or { IsFaulted: true })
            {
                _started = follow();
            }

            return _started;
        }
    }

    /// <summary>Sets the command.</summary>
    public void Set(RunCommand command)
    {
        lock (_gate)
        {
            if (!_isOver && command == RunCommand.Cancel && _command != RunCommand.Cancel)
            {
                _cancelled.CancelAfter(Grace);
            }

            _command = command;
        }
    }

    /// <summary>Releases one use; the last one ends the watch.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (--_users > 0)
            {
                return;
            }

            _isOver = true;
        }

        _onOver(this);
        _over.Cancel();
        _over.Dispose();
        _cancelled.Dispose();
    }
}
