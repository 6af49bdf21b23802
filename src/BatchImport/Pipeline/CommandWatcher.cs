using System.Collections.Concurrent;
using BatchImport.Imports;
using BatchImport.Results;
using Microsoft.Extensions.Logging;

namespace BatchImport.Pipeline;

/// <summary>
/// What imports were told to do, for the rows at work on this instance: one look at the import's state every half a second, however many
/// slices ask.
/// </summary>
internal sealed partial class CommandWatcher(ProgressTracker progress, TimeProvider time, ILogger<CommandWatcher> logger)
{
    // With the row under way, this is how late an command comes: it must stay well under two seconds.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<string, CommandWatch> _watches = new(StringComparer.Ordinal);

    /// <summary>Begins to watch an import's watcher, until the watch is disposed of.</summary>
    /// <returns>A watch that knows the command as it is now.</returns>
    public async Task<CommandWatch> WatchAsync(string batchId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var watch = _watches.GetOrAdd(batchId, static (id, watcher) => new CommandWatch(id, watcher._time, watcher.End), this);
            if (!watch.TryEnter())
            {
                // The last one to look at it is just leaving.
                _watches.TryRemove(KeyValuePair.Create(batchId, watch));
                continue;
            }

            try
            {
                await watch.StartAsync(() => FollowAsync(watch)).WaitAsync(cancellationToken);
                return watch;
            }
            catch
            {
                watch.Dispose();
                throw;
            }
        }
    }

    private static RunCommand CommandIn(ImportState? state) => state switch
    {
        ImportState.Paused => RunCommand.Pause,

        // Rows that are still on their way when the import has ended, such as those of a lane that outlived it, must not begin.
        ImportState.Cancelling or ImportState.Cancelled or ImportState.Failed or ImportState.Completed or ImportState.Rejected => RunCommand.Cancel,
        _ => RunCommand.Continue,
    };

    private void End(CommandWatch watch) => _watches.TryRemove(KeyValuePair.Create(watch.BatchId, watch));

    /// <summary>Looks once, and then again and again for as long as the watch is needed.</summary>
    private async Task FollowAsync(CommandWatch watch)
    {
        watch.Set(CommandIn((await progress.FindAsync(watch.BatchId, CancellationToken.None))?.State));
        _ = GoOnAsync();

        async Task GoOnAsync()
        {
            while (!watch.Over.IsCancellationRequested)
            {
                try
                {
                    await Task.Delay(LookEvery, _time, watch.Over);
                    watch.Set(CommandIn((await progress.FindAsync(watch.BatchId, watch.Over))?.State));
                }
                catch (OperationCanceledException) when (watch.Over.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception fault)
                {
                    // The last command known stays in force; what writes results meets the same fault, and is tried again.
                    LogNoAnswer(watch.BatchId, fault.GetType().FullName);
                }
            }
        }
    }

    [LoggerMessage(1211, LogLevel.Warning, "Whether import {BatchId} was paused or cancelled could not be looked up: {ExceptionType}")]
    private partial void LogNoAnswer(string batchId, string? exceptionType);
}
