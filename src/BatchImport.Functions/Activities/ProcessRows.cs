using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Staging;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Validates the rows of a slice, delivers them to their target, and writes each row's result.</summary>
/// <param name="imports">The import path.</param>
public sealed class ProcessRows(IImportSteps imports)
{
    /// <summary>Processes those rows of the slice that have no result yet, until the import is paused or cancelled.</summary>
    [Function(nameof(ProcessRows))]
    public Task<ProcessedSlice> RunAsync([ActivityTrigger] RowSlice slice, CancellationToken cancellationToken) =>
        imports.ProcessAsync(slice, cancellationToken);
}
