using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// Restarts a service of the host when its process ends or when it answers without working, as it does after a full disk: its clients
/// see an outage of seconds.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="time">The time, for waits.</param>
/// <param name="logger">The log of outages.</param>
internal sealed partial class ServiceSupervisor(SupervisedService service, TimeProvider time, ILogger logger)
{
    // A service that keeps ending must not be restarted in a loop that occupies the machine.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    // A service that ran this long did not end because of how it was started.
    private static readonly TimeSpan LongUp = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DoubtfulInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>Supervises the service until cancelled.</summary>
    /// <param name="cancellationToken">Ends the supervision, not the service.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wait = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var began = time.GetTimestamp();
                await WaitUntilDownAsync(cancellationToken);
                wait = time.GetElapsedTime(began) >= LongUp ? TimeSpan.Zero : wait;
                while (!await TryStartAsync(wait, cancellationToken))
                {
                    wait = Longer(wait);
                }

                LogBack(service.Name);
                wait = Longer(wait);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops, and stops the services itself.
        }
    }

    private static TimeSpan Longer(TimeSpan wait)
    {
        var longer = wait == TimeSpan.Zero ? FirstWait : wait * 2;
        return longer < LongestWait ? longer : LongestWait;
    }

    /// <summary>Returns when the process has ended; a process that does not work is stopped.</summary>
    private async Task WaitUntilDownAsync(CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = service.WaitForExitAsync(done.Token);
        var broken = WaitUntilBrokenAsync(done.Token);
        var first = await Task.WhenAny(ended, broken);
        await done.CancelAsync();
        await Task.WhenAll(ended, broken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == ended)
        {
            await ended;
            LogEnded(service.Name);
        }
        else
        {
            LogBroken(service.Name, await broken);
            await service.StopAsync();
        }
    }

    /// <returns>The reason of the last probe.</returns>
    private async Task<string> WaitUntilBrokenAsync(CancellationToken cancellationToken)
    {
        var history = new ProbeHistory(time, LongestSilence);
        while (true)
        {
            await Task.Delay(history.IsInDoubt ? DoubtfulInterval : ProbeInterval, time, cancellationToken);
            var result = await service.ProbeAsync(cancellationToken);
            if (history.IsBroken(result))
            {
                return result.Reason;
            }
        }
    }

    private async Task<bool> TryStartAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, time, cancellationToken);
        try
        {
            await service.StartAsync(cancellationToken);
            return true;
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotBack(ex, service.Name);
            return false;
        }
    }

    [LoggerMessage(3501, LogLevel.Warning, "{Service} ended unexpectedly; it is started again")]
    private partial void LogEnded(string service);

    [LoggerMessage(3502, LogLevel.Information, "{Service} answers again")]
    private partial void LogBack(string service);

    [LoggerMessage(3503, LogLevel.Error, "{Service} could not be started again; the next attempt follows")]
    private partial void LogNotBack(Exception exception, string service);

    [LoggerMessage(3504, LogLevel.Warning, "{Service} does not work ({Reason}); it is restarted")]
    private partial void LogBroken(string service, string reason);
}
