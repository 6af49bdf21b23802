using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Pipeline;

/// <inheritdoc cref="IImportRetries"/>
internal sealed class ImportRetries(ImportDocuments documents, ProgressTracker progress, ImportClock clock) : IImportRetries
{
    /// <inheritdoc/>
    public async Task<ImportRetry> PrepareAsync(string batchId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(batchId);
        if (await progress.FindAsync(batchId, cancellationToken) is not { } known
            || await documents.FindRequestAsync(batchId, cancellationToken) is not { } request)
        {
            return new ImportRetry(RetryAnswer.Unknown);
        }

        if (!known.State.IsFinal())
        {
            return new ImportRetry(RetryAnswer.StillRunning);
        }

        if (await documents.FindManifestAsync(batchId, cancellationToken) is null
            || await documents.FindSummaryAsync(batchId, cancellationToken) is not { Counts: { } counts }
            || counts.Failed + counts.NotProcessed == 0)
        {
            return new ImportRetry(RetryAnswer.NothingFailed);
        }

        var id = ImportId.For("retry", batchId, request.ETag);
        return new ImportRetry(RetryAnswer.Ready, request with { BatchId = id, Retries = batchId, ReceivedAt = clock.Now });
    }
}
