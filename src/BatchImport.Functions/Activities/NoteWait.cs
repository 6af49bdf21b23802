using BatchImport.Imports;
using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Records the service that an import waits for, so that its status shows it.</summary>
/// <param name="imports">The import path.</param>
public sealed class NoteWait(IImportSteps imports)
{
    /// <summary>Records the wait, or its end.</summary>
    [Function(nameof(NoteWait))]
    public Task RunAsync([ActivityTrigger] ImportWaitNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        var wait = note.Service is null ? null : new ImportWait(note.Service, note.Detail, new DateTimeOffset(DateTime.SpecifyKind(note.Since, DateTimeKind.Utc)));
        return imports.NoteWaitAsync(note.BatchId, wait, cancellationToken);
    }
}
