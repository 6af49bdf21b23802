using Azure.Storage.Blobs;
using BatchImport.Common;
using BatchImport.Functions.Orchestrations;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Staging;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Functions.Triggers;

/// <summary>Starts one run per dropped file version, however often and by whichever trigger the version is delivered.</summary>
public sealed partial class ImportStarter(IDroppedFiles files, IImportRetries retries, IOptions<ImportOptions> options, ILogger<ImportStarter> logger)
{
    /// <summary>Starts the run of a dropped file, unless it has one.</summary>
    public async Task StartAsync(BlobClient blob, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (await files.LookAsync(blob, cancellationToken) is { } request)
        {
            await StartAsync(request, client, cancellationToken);
        }
    }

    /// <summary>Starts the run of an import's rows that were not delivered, unless it exists.</summary>
    /// <returns>Whether such a run is possible, and its request.</returns>
    public async Task<ImportRetry> RetryAsync(string batchId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var retry = await retries.PrepareAsync(batchId, cancellationToken);
        if (retry.Request is { } request)
        {
            await StartAsync(request, client, cancellationToken);
        }

        return retry;
    }

    /// <summary>Starts the run of an import that is queued and has none: the host stopped between recording the import and scheduling its run.</summary>
    /// <returns>True when the import is known.</returns>
    public async Task<bool> StartAgainAsync(string batchId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (await files.FindAsync(batchId, cancellationToken) is not { } request)
        {
            return false;
        }

        await StartAsync(request, client, cancellationToken);
        return true;
    }

    private async Task StartAsync(ImportRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // A run that has ended counts too: the engine would replace a finished instance with a new one of the same id.
        if (await client.GetInstanceAsync(request.BatchId, cancellationToken) is { } run)
        {
            // Rows that were appended after an append blob was imported: its current version is a new file.
            if (request.IsAppended && run.IsCompleted && await files.FindAsync(request.BatchId, cancellationToken) is { } read && read.ETag != request.ETag)
            {
                var appended = request with { BatchId = ImportId.For(request.Container, request.BlobName, request.ETag) };
                await StartAsync(appended, client, cancellationToken);
                return;
            }

            LogKnown(request.BatchId);
            return;
        }

        // The import is recorded before the run starts: a crash in between leads to a second delivery, not to a run without a record of its file.
        await files.AcceptAsync(request, cancellationToken);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(ImportOrchestration),
                new ImportInput(request.BatchId, RetrySchedule.From(options.Value), request.IsUnfinished ? options.Value.SettleTime : null),
                new StartOrchestrationOptions(InstanceId: request.BatchId),
                cancellationToken);
            LogStarted(request.BatchId, request.Size);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Hosts report an existing instance with different exceptions; only its existence matters.
            if (await client.GetInstanceAsync(request.BatchId, cancellationToken) is null)
            {
                throw;
            }

            LogKnown(request.BatchId);
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "Import {BatchId} is queued: {Bytes} bytes")]
    private partial void LogStarted(string batchId, long bytes);

    [LoggerMessage(1002, LogLevel.Information, "Import {BatchId} was delivered again and already has its run")]
    private partial void LogKnown(string batchId);
}
