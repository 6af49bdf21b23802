using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Sets the final state and counts.</summary>
/// <param name="imports">The import path.</param>
public sealed class FinishImport(IImportSteps imports)
{
    /// <summary>Ends the import.</summary>
    /// <returns>The state it ended in.</returns>
    [Function(nameof(FinishImport))]
    public async Task<string> RunAsync([ActivityTrigger] ImportEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(end);
        return (await imports.FinishAsync(end.BatchId, end.Mailed, cancellationToken)).ToString();
    }
}
