using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>The steps of an import, one per call, each safe to repeat: the activities and endpoints of a host call them.</summary>
public interface IImportSteps
{
    /// <summary>Reads the dropped file once and stages its rows; a file that cannot be imported is rejected here.</summary>
    Task<StagedImport> StageAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Processes those rows of a slice that have no result yet, until the import is paused or cancelled.</summary>
    Task<ProcessedSlice> ProcessAsync(RowSlice slice, CancellationToken cancellationToken);

    /// <summary>The first pages that have rows without a result, by index; empty when every row has a result.</summary>
    Task<IReadOnlyList<int>> FindIncompletePagesAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Writes and stores the workbook of an import whose rows all have their result.</summary>
    /// <returns>True when it is stored; false when a row no longer has a result.</returns>
    Task<bool> ComposeAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Ends an import that cannot continue, with a workbook of the results so far where one can be written.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="step">The step that failed repeatedly, or what ended the orchestration.</param>
    /// <param name="cause">The last failure: an outage, or an exception's type; null when unknown.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task FailAsync(string batchId, string step, string? cause, CancellationToken cancellationToken);

    /// <summary>Mails the result to the owner, unless that is done.</summary>
    /// <returns>True when the mail was accepted for delivery; false when it cannot be: no recipient is known, or the service refused it permanently.</returns>
    /// <exception cref="MailException">The mail was not accepted; a later attempt may succeed.</exception>
    Task<bool> SendAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Mails the result of an import that has ended to the owner again, as a new mail that no receiver treats as a repeat.</summary>
    /// <inheritdoc cref="SendAsync"/>
    Task<bool> SendAgainAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Sets the final state and counts.</summary>
    /// <returns>The state the import ended in.</returns>
    Task<ImportState> FinishAsync(string batchId, bool mailed, CancellationToken cancellationToken);

    /// <summary>Makes an attempt at each webhook of an import that has ended and was not notified yet.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="isLast">True when no further attempt follows.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of webhooks to try again.</returns>
    Task<int> SendWebhooksAsync(string batchId, bool isLast, CancellationToken cancellationToken);

    /// <summary>Records the service an import waits for; null when it no longer waits.</summary>
    Task NoteWaitAsync(string batchId, ImportWait? wait, CancellationToken cancellationToken);

    /// <summary>
    /// The progress of an import; null when the import is unknown. While Redis is unavailable, it is built from the documents: the state, and the
    /// service that the import waits for, but no running counts.
    /// </summary>
    Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>The imports that match a filter, newest first.</summary>
    Task<IReadOnlyList<ImportProgress>> ListAsync(ImportFilter filter, int skip, int take, CancellationToken cancellationToken);

    /// <summary>A link to the workbook that is valid for a short time and needs no key; null when there is no workbook.</summary>
    Task<Uri?> LinkToWorkbookAsync(ImportProgress progress, CancellationToken cancellationToken);

    /// <summary>A link to the current version of the dropped file that is valid for a short time and needs no key; null when the file was deleted.</summary>
    Task<Uri?> LinkToOriginalAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Restores imports that Redis has lost, from their documents, so that they are listed and can be ended. Cheap while it has lost none.</summary>
    Task RestoreLostAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the blobs of imports that have expired.</summary>
    /// <returns>The time before which imports have expired.</returns>
    Task<DateTimeOffset> ForgetAsync(CancellationToken cancellationToken);
}
