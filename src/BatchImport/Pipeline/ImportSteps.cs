using System.Diagnostics;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Telemetry;
using BatchImport.Workbooks;

namespace BatchImport.Pipeline;

/// <summary>The steps of an import, one per call, each safe to repeat: the activities and endpoints of a host call them.</summary>
public sealed class ImportSteps
{
    private readonly RowStager _stager;
    private readonly RowProcessor _processor;
    private readonly ResultReconciler _reconciler;
    private readonly ImportCompletion _ending;
    private readonly WorkbookFiles _workbooks;
    private readonly ResultNotifier _notifier;
    private readonly ProgressTracker _progress;
    private readonly IResultStore _results;
    private readonly ImportCleaner _cleaner;
    private readonly StepTelemetry _telemetry;
    private readonly StepFailures _failures;
    private readonly ImportWaits _waits;

    internal ImportSteps(
        RowStager stager, RowProcessor processor, ResultReconciler reconciler, ImportCompletion ending, WorkbookFiles workbooks,
        ResultNotifier notifier, ProgressTracker progress, IResultStore results, ImportCleaner cleaner,
        StepTelemetry telemetry, StepFailures failures, ImportWaits waits)
    {
        _stager = stager;
        _processor = processor;
        _reconciler = reconciler;
        _ending = ending;
        _workbooks = workbooks;
        _notifier = notifier;
        _progress = progress;
        _results = results;
        _cleaner = cleaner;
        _telemetry = telemetry;
        _failures = failures;
        _waits = waits;
    }

    /// <summary>Reads the dropped file once and stages its rows; a file that cannot be imported is rejected here.</summary>
    public Task<StagedImport> StageAsync(string batchId, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Stage, batchId, _stager, static (stager, id, stop) => stager.StageAsync(id, stop), StepTags.Staged, cancellationToken);

    /// <summary>Processes those rows of a slice that have no result yet, until the import is paused or cancelled.</summary>
    public Task<ProcessedSlice> ProcessAsync(RowSlice slice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slice);
        return RunAsync(
            ImportStep.Slice, slice.BatchId, (_processor, slice), static (work, _, stop) => work._processor.ProcessAsync(work.slice, stop), StepTags.Processed, cancellationToken, slice);
    }

    /// <summary>The first pages that have rows without a result, by index; empty when every row has a result.</summary>
    public Task<IReadOnlyList<int>> FindIncompletePagesAsync(string batchId, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Reconcile, batchId, _reconciler, static (reconciler, id, stop) => reconciler.FindIncompleteAsync(id, stop), StepTags.Reconciled, cancellationToken);

    /// <summary>Writes and stores the workbook of an import whose rows all have their result.</summary>
    /// <returns>True when it is stored; false when a row no longer has a result.</returns>
    public Task<bool> ComposeAsync(string batchId, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Compose, batchId, _ending, static (ending, id, stop) => ending.ComposeAsync(id, stop), StepTags.Composed, cancellationToken);

    /// <summary>Ends an import that cannot continue, with a workbook of the results so far where one can be written.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="step">The step that failed repeatedly, or what ended the orchestration.</param>
    /// <param name="cause">The last failure: an outage, or an exception's type; null when unknown.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task FailAsync(string batchId, string step, string? cause, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Fail, batchId, (_ending, step, cause), static async (work, id, stop) =>
        {
            await work._ending.FailAsync(id, work.step, work.cause, stop);
            return work.step;
        }, StepTags.GivenUp, cancellationToken);

    /// <summary>Mails the result to the owner, unless that is done.</summary>
    /// <returns>True when the mail was accepted for delivery; false when it cannot be: no recipient is known, or the service refused it permanently.</returns>
    /// <exception cref="MailException">The mail was not accepted; a later attempt may succeed.</exception>
    public Task<bool> SendAsync(string batchId, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Send, batchId, _notifier, static (notifier, id, stop) => notifier.SendAsync(id, stop), StepTags.Sent, cancellationToken);

    /// <summary>Mails the result of an import that has ended to the owner again, as a new mail that no receiver treats as a repeat.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<bool> SendAgainAsync(string batchId, CancellationToken cancellationToken) => _notifier.SendAgainAsync(batchId, cancellationToken);

    /// <summary>Sets the final state and counts.</summary>
    /// <returns>The state the import ended in.</returns>
    public Task<ImportState> FinishAsync(string batchId, bool mailed, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Finish, batchId, (_ending, mailed), static (work, id, stop) => work._ending.FinishAsync(id, work.mailed, stop), StepTags.Finished, cancellationToken);

    /// <summary>Records the service an import waits for; null when it no longer waits.</summary>
    public Task NoteWaitAsync(string batchId, ImportWait? wait, CancellationToken cancellationToken) => _waits.SetAsync(batchId, wait, cancellationToken);

    /// <summary>
    /// The progress of an import; null when the import is unknown. While Redis is unavailable, it is built from the documents: the state, and the
    /// service that the import waits for, but no running counts.
    /// </summary>
    public async Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken)
    {
        try
        {
            return await _progress.FindAsync(batchId, cancellationToken);
        }
        catch (Exception fault) when (Outages.Find(fault) is { Service: "Redis" })
        {
            return await _progress.ReadDocumentsAsync(batchId, cancellationToken) ?? throw new OutageException(Outages.Find(fault)!, fault);
        }
    }

    /// <summary>The imports that match a filter, newest first.</summary>
    public Task<IReadOnlyList<ImportProgress>> ListAsync(ImportFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        _results.ListAsync(filter, skip, take, cancellationToken);

    /// <summary>A link to the workbook that is valid for a short time and needs no key; null when there is no workbook.</summary>
    public async Task<Uri?> LinkToWorkbookAsync(ImportProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.HasWorkbook ? await _workbooks.ShortLinkAsync(progress.BatchId, cancellationToken) : null;
    }

    /// <summary>A link to the current version of the dropped file that is valid for a short time and needs no key; null when the file was deleted.</summary>
    public Task<Uri?> LinkToOriginalAsync(string batchId, CancellationToken cancellationToken) => _workbooks.ShortLinkToOriginalAsync(batchId, cancellationToken);

    /// <summary>Deletes the blobs of imports that have expired.</summary>
    /// <returns>The time before which imports have expired.</returns>
    public Task<DateTimeOffset> ForgetAsync(CancellationToken cancellationToken) => _cleaner.CleanAsync(cancellationToken);

    private async Task<T> RunAsync<TPart, T>(
        string step, string batchId, TPart part, Func<TPart, string, CancellationToken, Task<T>> work, Action<Activity, T> tags, CancellationToken cancellationToken, RowSlice? slice = null)
    {
        try
        {
            return await _telemetry.RunAsync(step, batchId, part, work, tags, cancellationToken, slice);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            if (_failures.Note(step, batchId, fault) is { } outage)
            {
                throw outage;
            }

            throw;
        }
    }
}
