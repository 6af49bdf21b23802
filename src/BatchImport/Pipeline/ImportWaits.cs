using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace BatchImport.Pipeline;

/// <summary>
/// Records the service an import waits for, so that the status shows it. It is stored in Redis, except for an outage of Redis itself: then in a
/// document beside the pages.
/// </summary>
internal sealed partial class ImportWaits(ImportDocuments documents, IResultStore results, ILogger<ImportWaits> logger)
{
    /// <summary>Records the wait; null when the import no longer waits. Safe to repeat.</summary>
    public async Task SetAsync(string batchId, ImportWait? wait, CancellationToken cancellationToken)
    {
        if (wait is null)
        {
            LogOver(batchId);
            await documents.DeleteWaitAsync(batchId, cancellationToken);
        }
        else
        {
            LogWaits(batchId, wait.Service, wait.Since, wait.Detail ?? "no detail");
        }

        try
        {
            // The state does not change: a wait is not a state, since the import continues where it is.
            if (await results.FindAsync(batchId, cancellationToken) is { } known)
            {
                await results.TransitionAsync(batchId, known.State, new ProgressChange { Waiting = wait?.ToString() ?? "" }, cancellationToken);
            }
        }
        catch (Exception ex) when (ex is RedisException or TimeoutException && wait is not null)
        {
            await documents.SaveAsync(batchId, wait, cancellationToken);
        }
    }

    [LoggerMessage(1601, LogLevel.Warning, "Import {BatchId} waits for {Service} since {Since:HH:mm:ss} UTC ({Detail})")]
    private partial void LogWaits(string batchId, string service, DateTimeOffset since, string detail);

    [LoggerMessage(1602, LogLevel.Information, "Import {BatchId} no longer waits")]
    private partial void LogOver(string batchId);
}
