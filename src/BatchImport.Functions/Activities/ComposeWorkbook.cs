using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Writes pages and results, in order, into the workbook and stores it.</summary>
/// <param name="imports">The import path.</param>
public sealed class ComposeWorkbook(IImportSteps imports)
{
    /// <summary>Composes the workbook of an import all of whose rows have a result.</summary>
    /// <returns>True when it is stored; false when a row has lost its result.</returns>
    [Function(nameof(ComposeWorkbook))]
    public Task<bool> RunAsync([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        imports.ComposeAsync(batchId, cancellationToken);
}
