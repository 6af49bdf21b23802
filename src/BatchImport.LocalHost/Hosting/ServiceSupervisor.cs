using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Hosting;

/// <summary>Starts a service of the host again when it ends without being told to: whoever waits for it meets an outage of seconds, not an end.</summary>
/// <param name="name">The service, for the log.</param>
/// <param name="time">The time, for waits.</param>
/// <param name="logger">Where outages are told.</param>
internal sealed partial class ServiceKeeper(string name, TimeProvider time, ILogger logger)
{
    // One that cannot stay up is not started in a loop that takes the machine.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    // One that was up for so long did not fail because of how it was started.
    private static readonly TimeSpan UpForLong = TimeSpan.FromSeconds(30);

    /// <summary>Keeps the service up until cancelled.</summary>
    /// <param name="ended">Waits for the end of the service that runs now.</param>
    /// <param name="start">Starts another one; returns when it answers.</param>
    /// <param name="cancellationToken">Ends the keeping, not the service.</param>
    public async Task RunAsync(Func<CancellationToken, Task> ended, Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var began = time.GetTimestamp();
                await ended(cancellationToken);
                wait = time.GetElapsedTime(began) >= UpForLong ? TimeSpan.Zero : wait;
                LogEnded(name);
                while (!await TryStartAsync(start, wait, cancellationToken))
                {
                    wait = Longer(wait);
                }

                LogBack(name);
                wait = Longer(wait);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops; what runs is stopped by whoever started it.
        }
    }

    private static TimeSpan Longer(TimeSpan wait)
    {
        var longer = wait == TimeSpan.Zero ? FirstWait : wait * 2;
        return longer < LongestWait ? longer : LongestWait;
    }

    private async Task<bool> TryStartAsync(Func<CancellationToken, Task> start, TimeSpan wait, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, time, cancellationToken);
        try
        {
            await start(cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotBack(exception, name);
            return false;
        }
    }

    [LoggerMessage(3501, LogLevel.Warning, "{Service} ended unexpectedly; it is started again")]
    private partial void LogEnded(string service);

    [LoggerMessage(3502, LogLevel.Information, "{Service} answers again")]
    private partial void LogBack(string service);

    [LoggerMessage(3503, LogLevel.Error, "{Service} could not be started again; it is tried once more")]
    private partial void LogNotBack(Exception exception, string service);
}
