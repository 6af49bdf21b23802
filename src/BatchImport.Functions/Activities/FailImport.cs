using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Ends an import that cannot continue. Its results stay readable, in a workbook if one can be written.</summary>
/// <param name="imports">The import path.</param>
public sealed class FailImport(IImportSteps imports)
{
    /// <summary>Marks the import as failed.</summary>
    [Function(nameof(FailImport))]
    public Task RunAsync([ActivityTrigger] ImportFailure failure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return imports.FailAsync(failure.BatchId, failure.Step, failure.Cause, cancellationToken);
    }
}
