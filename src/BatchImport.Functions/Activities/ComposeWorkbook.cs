using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Writes pages and results, in order, into the workbook and stores it.</summary>
/// <param name="imports">The import path.</param>
public sealed class ComposeWorkbook(ImportSteps imports)
{
    /// <summary>Composes the workbook of an import whose rows all have their result.</summary>
    /// <returns>True when it is stored; false when a row has no result any more.</returns>
    [Function(nameof(ComposeWorkbook))]
    public Task<bool> RunAsync([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        imports.ComposeAsync(batchId, cancellationToken);
}
