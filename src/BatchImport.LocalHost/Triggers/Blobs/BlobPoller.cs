using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>
/// Finds a function's blobs by listing their container repeatedly: frequently while there are deliveries, less frequently otherwise,
/// and never with more time spent on listing than between two listings.
/// </summary>
/// <param name="function">The function.</param>
/// <param name="parallelism">The largest number of concurrent deliveries.</param>
/// <param name="time">The time.</param>
/// <param name="logger">The log of outages.</param>
internal sealed partial class BlobPoller(BlobFunction function, int parallelism, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan BusyDelay = TimeSpan.FromMilliseconds(100);

    // The result of a small file should be mailed within a second, including the time to find the file.
    private static readonly TimeSpan IdleDelay = TimeSpan.FromMilliseconds(500);

    // A user who drops one file often drops another.
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Retry> _retries = new(StringComparer.Ordinal);
    private readonly List<Delivery> _deliveries = [];
    private bool _isOut;

    /// <summary>Lists the container until cancelled; ends when the deliveries in progress have ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var busyUntil = time.GetTimestamp() + Ticks(BusyFor);
        try
        {
            while (true)
            {
                var began = time.GetTimestamp();
                if (await LookAsync(cancellationToken))
                {
                    busyUntil = time.GetTimestamp() + Ticks(BusyFor);
                }

                var delay = _isOut || time.GetTimestamp() > busyUntil ? IdleDelay : BusyDelay;

                // The duration of a failed listing does not depend on the size of the container.
                var took = _isOut ? TimeSpan.Zero : time.GetElapsedTime(began);
                await Task.Delay(took > delay ? took : delay, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(_deliveries.Select(delivery => delivery.Task.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)));
        }
    }

    /// <returns>True when there was something to do.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hadWork = Collect();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var blob in function.Container.GetBlobsAsync(new GetBlobsOptions { Prefix = function.Pattern.Prefix }, cancellationToken))
            {
                seen.Add(blob.Name);
                if (blob.Properties.ETag is not { } eTag || !function.IsNew(blob.Name, eTag) || !IsDue(blob.Name))
                {
                    continue;
                }

                hadWork = true;
                while (_deliveries.Count >= parallelism)
                {
                    await Task.WhenAny(_deliveries.Select(delivery => delivery.Task)).WaitAsync(cancellationToken);
                    Collect();
                }

                _deliveries.Add(new Delivery(blob.Name, function.DeliverAsync(blob.Name, eTag, cancellationToken)));
            }

            foreach (var gone in function.Known.Where(name => !seen.Contains(name)))
            {
                await function.ForgetAsync(gone, cancellationToken);
                _retries.Remove(gone);
            }

            if (_isOut)
            {
                _isOut = false;
                LogBack(function.Name);
            }

            return hadWork;
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isOut)
            {
                _isOut = true;
                LogOut(ex, function.Name);
            }

            return false;
        }
    }

    private bool IsDue(string blob) => !_retries.TryGetValue(blob, out var retry) || time.GetTimestamp() >= retry.At;

    /// <summary>Processes the deliveries that ended.</summary>
    /// <returns>True when there were deliveries in progress.</returns>
    private bool Collect()
    {
        var any = _deliveries.Count > 0;
        for (var i = _deliveries.Count - 1; i >= 0; i--)
        {
            var (blob, task) = _deliveries[i];
            if (!task.IsCompleted)
            {
                continue;
            }

            _deliveries.RemoveAt(i);
            if (task is { IsCompletedSuccessfully: true, Result: BlobDelivery.Done })
            {
                _retries.Remove(blob);
                continue;
            }

            if (task.Exception is { } exception)
            {
                LogDelivery(exception.InnerException ?? exception, function.Name);
            }

            var delay = _retries.TryGetValue(blob, out var retry) ? retry.Delay * 2 : FirstRetryDelay;
            delay = delay > LongestRetryDelay ? LongestRetryDelay : delay;
            _retries[blob] = new Retry(time.GetTimestamp() + Ticks(delay), delay);
        }

        return any;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private readonly record struct Delivery(string Blob, Task<BlobDelivery> Task);

    private readonly record struct Retry(long At, TimeSpan Delay);

    [LoggerMessage(3004, LogLevel.Warning, "The container that function {Function} watches cannot be listed; it is retried every second")]
    private partial void LogOut(Exception exception, string function);

    [LoggerMessage(3005, LogLevel.Information, "The container that function {Function} watches can be listed again")]
    private partial void LogBack(string function);

    [LoggerMessage(3006, LogLevel.Warning, "A blob could not be delivered to function {Function}; it is retried")]
    private partial void LogDelivery(Exception exception, string function);
}
