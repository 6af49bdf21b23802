using System.Collections.Concurrent;
using BatchImport.Imports;
using BatchImport.Results;
using Microsoft.Extensions.Logging;

namespace BatchImport.Pipeline;

/// <summary>
/// Provides the current commands of imports to the rows processed on this instance: one read of the import's state every half a second,
/// regardless of the number of slices.
/// </summary>
internal sealed partial class CommandWatcher(ProgressTracker progress, TimeProvider time, ILogger<CommandWatcher> logger)
{
    // Together with the row in flight, this is the delay of a command: it must stay well under two seconds.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<string, CommandWatch> _watches = new(StringComparer.Ordinal);

    /// <summary>Watches an import's command until the returned watch is disposed of.</summary>
    /// <returns>A watch with the current command.</returns>
    public async Task<CommandWatch> WatchAsync(string batchId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var watch = _watches.GetOrAdd(batchId, static (id, watcher) => new CommandWatch(id, watcher._time, watcher.End), this);
            if (!watch.TryEnter())
            {
                // Its last user is just leaving.
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

        // Rows in flight after the import has ended, such as those of a lane that outlived it, must not start.
        ImportState.Cancelling or ImportState.Cancelled or ImportState.Failed or ImportState.Completed or ImportState.Rejected => RunCommand.Cancel,
        _ => RunCommand.Continue,
    };

    private void End(CommandWatch watch) => _watches.TryRemove(KeyValuePair.Create(watch.BatchId, watch));

    /// <summary>Reads the state once, and then repeatedly for as long as the watch is used.</summary>
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
                catch (Exception ex)
                {
                    // The last known command stays in force; the writing of results meets the same ex, and is retried.
                    LogNoAnswer(watch.BatchId, ex.GetType().FullName);
                }
            }
        }
    }

    [LoggerMessage(1211, LogLevel.Warning, "Whether import {BatchId} was paused or cancelled could not be looked up: {ExceptionType}")]
    private partial void LogNoAnswer(string batchId, string? exceptionType);
}
