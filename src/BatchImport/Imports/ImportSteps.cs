using BatchImport.Mail;
using BatchImport.Results;
using BatchImport.Rows;
using BatchImport.Workbooks;

namespace BatchImport.Imports;

/// <summary>The steps of an import, one a call, each safe to repeat: what the activities and endpoints of a host run.</summary>
public sealed class ImportSteps
{
    private readonly RowStager _stager;
    private readonly RowProcessor _processor;
    private readonly ResultReconciler _reconciler;
    private readonly ImportEnding _ending;
    private readonly WorkbookFiles _workbooks;
    private readonly ResultNotifier _notifier;
    private readonly ProgressTracker _progress;
    private readonly IResultStore _results;
    private readonly ImportCleaner _cleaner;

    internal ImportSteps(
        RowStager stager, RowProcessor processor, ResultReconciler reconciler, ImportEnding ending, WorkbookFiles workbooks,
        ResultNotifier notifier, ProgressTracker progress, IResultStore results, ImportCleaner cleaner)
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
    }

    /// <summary>Reads the dropped file once and stages its rows; a file that cannot be imported is rejected here.</summary>
    public Task<StagedImport> StageAsync(string batchId, CancellationToken cancellationToken) => _stager.StageAsync(batchId, cancellationToken);

    /// <summary>Processes those rows of a slice that have no result yet.</summary>
    /// <returns>How many results were first writes.</returns>
    public Task<int> ProcessAsync(RowSlice slice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slice);
        return _processor.ProcessAsync(slice, cancellationToken);
    }

    /// <summary>The first pages that have rows without a result, by index; empty when there is none.</summary>
    public Task<IReadOnlyList<int>> FindIncompletePagesAsync(string batchId, CancellationToken cancellationToken) =>
        _reconciler.FindIncompleteAsync(batchId, cancellationToken);

    /// <summary>Writes and stores the workbook of an import whose rows all have their result.</summary>
    /// <returns>True when it is stored; false when a row has no result any more: it was lost since it was looked for.</returns>
    public Task<bool> ComposeAsync(string batchId, CancellationToken cancellationToken) => _ending.ComposeAsync(batchId, cancellationToken);

    /// <summary>Ends an import that cannot go on, with a workbook of what was done where one can be written.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="step">The step that kept failing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task FailAsync(string batchId, string step, CancellationToken cancellationToken) => _ending.FailAsync(batchId, step, cancellationToken);

    /// <summary>Mails the owner how it went, unless that is done.</summary>
    /// <returns>True when the mail was taken for delivery; false when it cannot be: nobody is known to mail, or the service refused for good.</returns>
    /// <exception cref="MailException">The mail was not taken now; it may be later.</exception>
    public Task<bool> SendAsync(string batchId, CancellationToken cancellationToken) => _notifier.SendAsync(batchId, cancellationToken);

    /// <summary>Sets the final state and counts.</summary>
    /// <returns>The state the import ended in.</returns>
    public Task<ImportState> FinishAsync(string batchId, bool mailed, CancellationToken cancellationToken) =>
        _ending.FinishAsync(batchId, mailed, cancellationToken);

    /// <summary>How an import stands; null when nothing is known of it.</summary>
    public Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken) => _progress.FindAsync(batchId, cancellationToken);

    /// <summary>The imports, newest first.</summary>
    public Task<IReadOnlyList<ImportProgress>> ListAsync(int skip, int take, CancellationToken cancellationToken) =>
        _results.ListAsync(skip, take, cancellationToken);

    /// <summary>A link that leads to the workbook for a short while and needs no key; null when there is no workbook.</summary>
    public async Task<Uri?> LinkToWorkbookAsync(ImportProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.HasWorkbook ? await _workbooks.ShortLinkAsync(progress.BatchId, cancellationToken) : null;
    }

    /// <summary>Deletes the blobs of imports that have expired.</summary>
    /// <returns>The time before which imports have expired.</returns>
    public Task<DateTimeOffset> ForgetAsync(CancellationToken cancellationToken) => _cleaner.CleanAsync(cancellationToken);
}
