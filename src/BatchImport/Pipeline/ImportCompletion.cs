using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Pipeline;

/// <summary>Ends an import: its workbook, its summary, its final state. Safe to repeat.</summary>
internal sealed partial class ImportCompletion(
    ImportDocuments documents, ProgressTracker progress, ImportWorkbook workbook, WebhookNotifier webhooks, ImportClock clock, IOptions<ImportOptions> options,
    ILogger<ImportCompletion> logger)
{
    private const string FailedCode = "failed";

    /// <summary>Writes the workbook of an import whose rows all have their result, or which was cancelled.</summary>
    /// <returns>False when a row no longer has a result; nothing is stored then.</returns>
    public async Task<bool> ComposeAsync(string batchId, CancellationToken cancellationToken)
    {
        var manifest = await documents.ManifestAsync(batchId, cancellationToken);
        await progress.TransitionAsync(batchId, ImportState.Composing, ProgressChange.None, cancellationToken);

        // After this it cannot be cancelled; checks whether it was before.
        var isCancelled = (await progress.FindAsync(batchId, cancellationToken))?.State is ImportState.Cancelling or ImportState.Cancelled;
        var summary = FromManifest(manifest, isCancelled ? ImportState.Cancelled : ImportState.Completed, null, null);
        try
        {
            summary = await workbook.ComposeAsync(manifest, summary, allowMissing: isCancelled, cancellationToken);
        }
        catch (MissingResultException)
        {
            LogResultsLost(batchId);
            return false;
        }

        await documents.SaveAsync(summary, cancellationToken);
        var change = Change(summary) with { Rows = manifest.Rows };
        await progress.TransitionAsync(batchId, isCancelled ? ImportState.Cancelling : ImportState.Sending, change, cancellationToken);
        LogComposed(batchId, summary.WorkbookBytes ?? 0);
        return true;
    }

    /// <summary>
    /// Ends an import that cannot continue, with a workbook of the results so far if one can be written. An import that has its outcome keeps it: all
    /// its rows are in its workbook, also when its run or the data of Redis were lost after that.
    /// </summary>
    public async Task FailAsync(string batchId, string step, string? cause, CancellationToken cancellationToken)
    {
        if (await documents.FindRequestAsync(batchId, cancellationToken) is not { } request)
        {
            // The import has expired: there is nothing left to end.
            return;
        }

        if (await documents.FindSummaryAsync(batchId, cancellationToken) is { } outcome)
        {
            LogOutcomeKept(batchId, outcome.State, step);
            return;
        }

        LogFailed(batchId, step, cause ?? "unknown");

        // The last command decides between cancelled and failed.
        var progressNow = await progress.FindAsync(batchId, cancellationToken);
        var manifest = await documents.FindManifestAsync(batchId, cancellationToken);
        var summary = manifest is null
            ? Unstaged(request, FailureText.Unstaged(step, cause))
            : progressNow?.State == ImportState.Cancelling
                ? FromManifest(manifest, ImportState.Cancelled, null, null)
                : FromManifest(manifest, ImportState.Failed, FailureText.Staged(step, cause), FailedCode);
        if (manifest is not null)
        {
            try
            {
                summary = await workbook.ComposeAsync(manifest, summary, allowMissing: true, cancellationToken);
            }
            catch (Exception ex) when (!cancellationToken.IsCancellationRequested && Outages.Find(ex) is null)
            {
                // A failure to write the workbook must not prevent the mail to the owner. An outage is transient: the step is retried.
                LogNoWorkbook(batchId, ex.GetType().FullName);
            }
        }

        await documents.SaveAsync(summary, cancellationToken);
        await progress.TransitionAsync(batchId, summary.State == ImportState.Cancelled ? ImportState.Cancelling : summary.State, Change(summary), cancellationToken);
    }

    /// <summary>Sets the final state and counts.</summary>
    public async Task<ImportState> FinishAsync(string batchId, bool mailed, CancellationToken cancellationToken)
    {
        if (await documents.FindSummaryAsync(batchId, cancellationToken) is not { } summary)
        {
            return await documents.FindRequestAsync(batchId, cancellationToken) is null
                ? ImportState.Failed
                : throw new InvalidOperationException($"Import {batchId} has no summary in '{StorageContainers.StagingName}/{batchId}/summary.json': it was removed while the import ran.");
        }

        var mail = mailed ? MailState.Sent : summary.Owner is null ? MailState.Nobody : MailState.Failed;
        summary = summary with { Mail = mail };
        await documents.SaveAsync(summary, cancellationToken);
        var planned = await webhooks.PlanAsync(summary, cancellationToken);
        await progress.TransitionAsync(batchId, summary.State, Change(summary) with { FinishedAt = clock.Now, Waiting = "", Webhooks = planned }, cancellationToken);
        ImportTraces.Ended(summary, clock.Now);
        ImportMetrics.Ended(summary.State);
        LogFinished(batchId, summary.State, summary.Counts?.Succeeded ?? 0, summary.Counts?.Failed ?? 0);
        return summary.State;
    }

    private static ProgressChange Change(ImportSummary summary) => new(summary)
    {
        Succeeded = summary.Counts?.Succeeded,
        Failed = summary.Counts?.Failed,
        HasWorkbook = summary.WorkbookBytes is null ? null : true,
    };

    private ImportSummary Unstaged(ImportRequest request, string problem) => new()
    {
        Request = request,
        State = ImportState.Failed,
        Owner = ImportOwner.BestKnown(request, definition: null, options.Value),
        Problem = problem,
        ProblemCode = FailedCode,
        EndedAt = clock.Now,
    };

    private ImportSummary FromManifest(ImportManifest manifest, ImportState state, string? problem, string? code) => new(manifest)
    {
        Request = manifest.Request,
        State = state,
        Problem = problem,
        ProblemCode = code,
        EndedAt = clock.Now,
    };

    [LoggerMessage(1301, LogLevel.Information, "Composed the workbook of import {BatchId}: {Bytes} bytes")]
    private partial void LogComposed(string batchId, long bytes);

    [LoggerMessage(1302, LogLevel.Warning, "Import {BatchId} lost results while its workbook was written; the affected rows are reprocessed")]
    private partial void LogResultsLost(string batchId);

    [LoggerMessage(1303, LogLevel.Error, "Import {BatchId} failed in {Step}: {Cause}")]
    private partial void LogFailed(string batchId, string step, string cause);

    [LoggerMessage(1304, LogLevel.Error, "Import {BatchId} failed and no workbook could be written: {ExceptionType}")]
    private partial void LogNoWorkbook(string batchId, string? exceptionType);

    [LoggerMessage(1305, LogLevel.Information, "Import {BatchId} ended as {State}: {Succeeded} rows succeeded, {Failed} failed")]
    private partial void LogFinished(string batchId, ImportState state, int succeeded, int failed);

    [LoggerMessage(1306, LogLevel.Warning, "Import {BatchId} already has the outcome {State}: it keeps it although {Step} failed")]
    private partial void LogOutcomeKept(string batchId, ImportState state, string step);
}
