using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Pipeline;

/// <summary>Retries the rows of an import that were not delivered, as a new import.</summary>
public sealed class ImportRetries
{
    private readonly ImportDocuments _documents;
    private readonly ProgressTracker _progress;
    private readonly ImportClock _clock;

    internal ImportRetries(ImportDocuments documents, ProgressTracker progress, ImportClock clock)
    {
        _documents = documents;
        _progress = progress;
        _clock = clock;
    }

    /// <summary>
    /// Prepares the request of a retry. An import has one retry: a repeated call returns the same one, so that no row is sent twice. Rows that fail in
    /// a retry can be retried in turn.
    /// </summary>
    public async Task<ImportRetry> PrepareAsync(string batchId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(batchId);
        if (await _progress.FindAsync(batchId, cancellationToken) is not { } progress
            || await _documents.FindRequestAsync(batchId, cancellationToken) is not { } request)
        {
            return new ImportRetry(RetryAnswer.Unknown);
        }

        if (!progress.State.IsFinal())
        {
            return new ImportRetry(RetryAnswer.StillRunning);
        }

        if (await _documents.FindManifestAsync(batchId, cancellationToken) is null
            || await _documents.FindSummaryAsync(batchId, cancellationToken) is not { Counts: { } counts }
            || counts.Failed + counts.NotProcessed == 0)
        {
            return new ImportRetry(RetryAnswer.NothingFailed);
        }

        var id = ImportId.For("retry", batchId, request.ETag);
        return new ImportRetry(RetryAnswer.Ready, request with { BatchId = id, Retries = batchId, ReceivedAt = _clock.Now });
    }
}
