using System.Diagnostics;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Telemetry;
using BatchImport.Workbooks;

namespace BatchImport.Pipeline;

/// <inheritdoc cref="IImportSteps"/>
internal sealed class ImportSteps(
    RowStager stager, RowProcessor processor, ResultReconciler reconciler, ImportCompletion ending, WorkbookFiles workbooks, ResultNotifier notifier,
    ProgressTracker progress, IResultStore results, ImportCleaner cleaner, LostImports lost, StepTelemetry telemetry, StepFailures failures, ImportWaits waits,
    WebhookNotifier webhooks) : IImportSteps
{
    /// <inheritdoc/>
    public Task<StagedImport> StageAsync(string batchId, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Stage, batchId, stager, static (stager, id, stop) => stager.StageAsync(id, stop), StepTags.Staged, slice: null, cancellationToken);

    /// <inheritdoc/>
    public Task<ProcessedSlice> ProcessAsync(RowSlice slice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slice);
        return RunAsync(
            ImportStep.Slice, slice.BatchId, (processor, slice), static (work, _, stop) => work.processor.ProcessAsync(work.slice, stop), StepTags.Processed, slice, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> FindIncompletePagesAsync(string batchId, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Reconcile, batchId, reconciler, static (reconciler, id, stop) => reconciler.FindIncompleteAsync(id, stop), StepTags.Reconciled, slice: null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ComposeAsync(string batchId, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Compose, batchId, ending, static (ending, id, stop) => ending.ComposeAsync(id, stop), StepTags.Composed, slice: null, cancellationToken);

    /// <inheritdoc/>
    public Task FailAsync(string batchId, string step, string? cause, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Fail, batchId, (ending, step, cause), static async (work, id, stop) =>
        {
            await work.ending.FailAsync(id, work.step, work.cause, stop);
            return work.step;
        }, StepTags.GivenUp, slice: null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SendAsync(string batchId, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Send, batchId, notifier, static (notifier, id, stop) => notifier.SendAsync(id, stop), StepTags.Sent, slice: null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SendAgainAsync(string batchId, CancellationToken cancellationToken) => notifier.SendAgainAsync(batchId, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportState> FinishAsync(string batchId, bool mailed, CancellationToken cancellationToken) => RunAsync(
        ImportStep.Finish, batchId, (ending, mailed), static (work, id, stop) => work.ending.FinishAsync(id, work.mailed, stop), StepTags.Finished, slice: null, cancellationToken);

    /// <inheritdoc/>
    public async Task<int> SendWebhooksAsync(string batchId, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            return await webhooks.SendAsync(batchId, isLast, cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested && Outages.Find(ex) is { } outage)
        {
            throw new OutageException(outage, ex);
        }
    }

    /// <inheritdoc/>
    public Task NoteWaitAsync(string batchId, ImportWait? wait, CancellationToken cancellationToken) => waits.SetAsync(batchId, wait, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken)
    {
        try
        {
            return await progress.FindAsync(batchId, cancellationToken);
        }
        catch (Exception ex) when (Outages.Find(ex) is { Service: "Redis" })
        {
            return await progress.ReadDocumentsAsync(batchId, cancellationToken) ?? throw new OutageException(Outages.Find(ex)!, ex);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImportProgress>> ListAsync(ImportFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        results.ListAsync(filter, skip, take, cancellationToken);

    /// <inheritdoc/>
    public async Task<Uri?> LinkToWorkbookAsync(ImportProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.HasWorkbook ? await workbooks.ShortLinkAsync(progress.BatchId, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public Task<Uri?> LinkToOriginalAsync(string batchId, CancellationToken cancellationToken) => workbooks.ShortLinkToOriginalAsync(batchId, cancellationToken);

    /// <inheritdoc/>
    public Task RestoreLostAsync(CancellationToken cancellationToken) => lost.RestoreAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset> ForgetAsync(CancellationToken cancellationToken) => cleaner.CleanAsync(cancellationToken);

    private async Task<T> RunAsync<TPart, T>(
        string step, string batchId, TPart part, Func<TPart, string, CancellationToken, Task<T>> work, Action<Activity, T> tags, RowSlice? slice, CancellationToken cancellationToken)
    {
        try
        {
            return await telemetry.RunAsync(step, batchId, part, work, tags, slice, cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            if (failures.Note(step, batchId, ex) is { } outage)
            {
                throw outage;
            }

            throw;
        }
    }
}
