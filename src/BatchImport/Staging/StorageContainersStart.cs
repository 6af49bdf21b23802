using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchImport.Staging;

/// <summary>
/// Creates the missing containers when a host starts, in the background: the blob trigger and clients that drop files need theirs before
/// the first import. The check is repeated until the storage account responds.
/// </summary>
/// <param name="containers">The storage account.</param>
/// <param name="time">The clock for the wait between two attempts.</param>
/// <param name="logger">Logs failed attempts.</param>
internal sealed partial class StorageContainersStart(StorageContainers containers, TimeProvider time, ILogger<StorageContainersStart> logger) : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = FirstWait; !stoppingToken.IsCancellationRequested; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await containers.EnsureAsync(stoppingToken);
                return;
            }
            catch (MissingContainerException ex)
            {
                LogNotPermitted(ex.Message);
                return;
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(ex, wait);
                await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1701, LogLevel.Error, "{Problem}")]
    private partial void LogNotPermitted(string problem);

    [LoggerMessage(1702, LogLevel.Warning, "The blob containers could not be checked; trying again in {Wait}")]
    private partial void LogFailed(Exception exception, TimeSpan wait);
}
