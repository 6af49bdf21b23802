using System.Runtime.CompilerServices;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Telemetry;
using BatchImport.Workbooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Pipeline;

/// <summary>Ends an import: its workbook, its summary, its final state. Safe to repeat.</summary>
internal sealed partial class ImportCompletion(
    ImportDocuments documents, PageStore pages, IResultStore results, ProgressTracker progress, WorkbookComposer composer, WorkbookFiles workbooks,
    WebhookNotifier webhooks, ImportClock clock, IOptions<ImportOptions> options, ILogger<ImportCompletion> logger)
{
    // Enough to see what kind of error it is; the workbook has the rest.
    private const int FirstErrors = 5;

    private const int FileBufferBytes = 64 * 1024;
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
            summary = await ComposeAsync(manifest, summary, allowMissing: isCancelled, cancellationToken);
        }
        catch (MissingResultException)
        {
            LogResultsLost(batchId);
            return false;
        }

        await documents.SaveAsync(summary, cancellationToken);
        var change = Change(summary) with { Rows = manifest.Rows, Owner = manifest.Owner, Definition = manifest.Definition.Name };
        await progress.TransitionAsync(batchId, isCancelled ? ImportState.Cancelling : ImportState.Sending, change, cancellationToken);
        LogComposed(batchId, summary.WorkbookBytes ?? 0);
        return true;
    }

    /// <summary>
    /// Ends an import that cannot continue, with a workbook of the results so far if one can be written. An import that has its outcome keeps it: all
    /// its rows are in its workbook, whatever became of its run and of Redis since.
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
                summary = await ComposeAsync(manifest, summary, allowMissing: true, cancellationToken);
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
        await documents.SaveAsync(summary with { Mail = mail }, cancellationToken);
        var planned = await webhooks.PlanAsync(summary, cancellationToken);
        await progress.TransitionAsync(batchId, summary.State, Change(summary) with { FinishedAt = clock.Now, Mail = mail, Waiting = "", Webhooks = planned }, cancellationToken);
        ImportTraces.Ended(summary, clock.Now);
        ImportMetrics.Ended(summary.State);
        LogFinished(batchId, summary.State, summary.Counts?.Succeeded ?? 0, summary.Counts?.Failed ?? 0);
        return summary.State;
    }

    private static ProgressChange Change(ImportSummary summary) => new()
    {
        Succeeded = summary.Counts?.Succeeded,
        Failed = summary.Counts?.Failed,
        HasWorkbook = summary.WorkbookBytes is null ? null : true,
        Problem = summary.Problem,
        ProblemCode = summary.ProblemCode,
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

    private ImportSummary FromManifest(ImportManifest manifest, ImportState state, string? problem, string? code) => new()
    {
        Request = manifest.Request,
        State = state,
        Owner = manifest.Owner,
        Definition = manifest.Definition.Name,
        Problem = problem,
        ProblemCode = code,
        StartedAt = manifest.StartedAt,
        EndedAt = clock.Now,
    };

    private async Task<ImportSummary> ComposeAsync(ImportManifest manifest, ImportSummary summary, bool allowMissing, CancellationToken cancellationToken)
    {
        var batchId = manifest.Request.BatchId;
        var validator = RowValidator.Bind(manifest.Definition, manifest.Header);
        var header = new WorkbookHeader
        {
            Columns = manifest.Header,
            HasReferences = !manifest.Definition.Target.IsNone,
            Convert = validator.Convert,
        };
        var firstErrors = new List<MailedError>(FirstErrors);

        // Through a file: a blob that is written to directly is committed, incomplete, when the writing fails.
        await using var file = TemporaryFile.Create(FileBufferBytes);
        var counts = await composer.ComposeAsync(
            header, ReadAsync(manifest, firstErrors, allowMissing, cancellationToken), written => Summarize(manifest, validator.NearMatches, summary, written), file, cancellationToken);
        var bytes = file.Length;
        file.Position = 0;
        await workbooks.SaveAsync(manifest.Request, file, cancellationToken);
        return summary with { Counts = counts, FirstErrors = firstErrors, WorkbookBytes = bytes };
    }

    private static WorkbookSummary Summarize(ImportManifest manifest, IReadOnlyList<ColumnMatch> near, ImportSummary summary, WorkbookCounts counts)
    {
        var seconds = (summary.EndedAt - manifest.StartedAt).TotalSeconds;
        return new WorkbookSummary
        {
            FileName = manifest.Request.FileName,
            State = summary.State.ToString(),
            Owner = manifest.Owner,
            Definition = manifest.Definition.Name,
            SheetName = manifest.SheetName,
            MatchedColumns = [.. near.Select(static match => $"{match.Header} → {match.Column}")],
            DroppedColumns = manifest.DroppedColumns,
            BatchId = manifest.Request.BatchId,
            Follows = manifest.Follows,
            ReceivedAt = manifest.Request.ReceivedAt,
            StartedAt = manifest.StartedAt,
            FinishedAt = summary.EndedAt,
            RowsPerSecond = seconds > 0 ? (counts.Succeeded + counts.Failed) / seconds : null,
            Problem = summary.Problem,
        };
    }

    /// <summary>Pages with their results, in order; the next one is fetched while one is written.</summary>
    private async IAsyncEnumerable<ResultPage> ReadAsync(
        ImportManifest manifest, List<MailedError> firstErrors, bool allowMissing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = ReadAsync(manifest, 0, cancellationToken);
        for (var number = 0; number < manifest.Pages; number++)
        {
            var page = await next;
            if (number + 1 < manifest.Pages)
            {
                next = ReadAsync(manifest, number + 1, cancellationToken);
            }

            for (var row = 0; row < page.Results.Count; row++)
            {
                var result = page.Results[row];
                if (result is null && !allowMissing)
                {
                    throw new MissingResultException();
                }

                if (result is { Succeeded: false } && firstErrors.Count < FirstErrors)
                {
                    firstErrors.Add(MailedError.From(page.Page.Rows[row], result, manifest.Header));
                }
            }

            yield return page;
        }
    }

    private async Task<ResultPage> ReadAsync(ImportManifest manifest, int index, CancellationToken cancellationToken)
    {
        var batchId = manifest.Request.BatchId;
        var reading = results.ReadPageAsync(batchId, index, manifest.RowsIn(index), cancellationToken);
        var page = await pages.ReadOnceAsync(batchId, index, cancellationToken);
        return new ResultPage(page, await reading);
    }

    /// <summary>A row has no result.</summary>
    private sealed class MissingResultException : Exception;

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
