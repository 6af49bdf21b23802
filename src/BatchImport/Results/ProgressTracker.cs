using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Results;

/// <summary>Keeps an import's progress correct, also when Redis has lost it: it is restored from the documents.</summary>
internal sealed class ProgressTracker(IResultStore results, ImportDocuments documents, ImportClock clock)
{
    /// <summary>
    /// Moves an import to a state. A transition that is not valid from its state changes nothing: it comes from an activity that runs a second
    /// time after the run has continued.
    /// </summary>
    public async Task TransitionAsync(string batchId, ImportState state, ProgressChange change, CancellationToken cancellationToken)
    {
        if (!await results.TransitionAsync(batchId, state, change, cancellationToken)
            && await results.FindAsync(batchId, cancellationToken) is null
            && await RestoreAsync(batchId, state, cancellationToken) is not null)
        {
            await results.TransitionAsync(batchId, state, change, cancellationToken);
        }
    }

    /// <summary>Adds a new import; a repeated call changes nothing.</summary>
    public Task CreateAsync(ImportRequest request, CancellationToken cancellationToken) =>
        results.CreateAsync(ImportProgress.From(request, clock.ExpiryOf(request)), cancellationToken);

    /// <summary>Removes an import that has no rows. After that, it is unknown.</summary>
    public Task RemoveAsync(string batchId, CancellationToken cancellationToken) => results.RemoveAsync(batchId, cancellationToken);

    /// <summary>The progress of an import, restored from the documents when Redis has lost it; null when the import is unknown.</summary>
    public async Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken) =>
        await results.FindAsync(batchId, cancellationToken) ?? await RestoreAsync(batchId, state: null, cancellationToken);

    /// <summary>The progress as far as the documents show it, for readers while Redis is unavailable; null when the import is unknown.</summary>
    public async Task<ImportProgress?> ReadDocumentsAsync(string batchId, CancellationToken cancellationToken)
    {
        var progress = await FromDocumentsAsync(batchId, state: null, cancellationToken);
        return progress is null || progress.State.IsFinal()
            ? progress
            : progress with { Waiting = await documents.FindWaitAsync(batchId, cancellationToken) };
    }

    /// <summary>
    /// Restores the progress in Redis from the documents. Counters continue from the surviving results; the end of the import counts
    /// them again.
    /// </summary>
    public async Task<ImportProgress?> RestoreAsync(string batchId, ImportState? state, CancellationToken cancellationToken)
    {
        if (await FromDocumentsAsync(batchId, state, cancellationToken) is not { } progress)
        {
            return null;
        }

        await results.CreateAsync(progress, cancellationToken);
        return await results.FindAsync(batchId, cancellationToken);
    }

    private async Task<ImportProgress?> FromDocumentsAsync(string batchId, ImportState? state, CancellationToken cancellationToken)
    {
        var request = await documents.FindRequestAsync(batchId, cancellationToken);
        if (request is null || clock.ExpiryOf(request) <= clock.Now)
        {
            return null;
        }

        var manifest = await documents.FindManifestAsync(batchId, cancellationToken);
        var command = await documents.FindCommandAsync(batchId, cancellationToken);
        var summary = await documents.FindSummaryAsync(batchId, cancellationToken);
        var progress = ImportProgress.From(request, clock.ExpiryOf(request), manifest, summary);
        if (summary is not null)
        {
            var webhooks = await documents.FindWebhooksAsync(batchId, cancellationToken);
            return progress with { Webhooks = [.. webhooks?.Deliveries.Select(static delivery => delivery.Result) ?? []] };
        }

        progress = progress with { State = state ?? progress.State };
        return command?.Command switch
        {
            RunCommand.Pause when progress.State == ImportState.Processing => progress with { State = ImportState.Paused },
            RunCommand.Cancel => progress with { State = ImportState.Cancelling },
            _ => progress,
        };
    }
}
