using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Finds rows that have no result, which ensures that "N rows in, N results out" holds.</summary>
/// <param name="imports">The import path.</param>
public sealed class ReconcileResults(IImportSteps imports)
{
    /// <summary>The first pages that are incomplete; empty when every row has its result.</summary>
    [Function(nameof(ReconcileResults))]
    public Task<IReadOnlyList<int>> RunAsync([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        imports.FindIncompletePagesAsync(batchId, cancellationToken);
}
