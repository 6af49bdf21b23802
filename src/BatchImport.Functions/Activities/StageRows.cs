using BatchImport.Imports;
using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Streams the file once: rows to pages, pages to blobs. A file that cannot be imported is a result here, not an exception.</summary>
/// <param name="imports">The import path.</param>
public sealed class StageRows(IImportSteps imports)
{
    /// <summary>Stages the import's rows.</summary>
    [Function(nameof(StageRows))]
    public Task<StagedImport> RunAsync([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        imports.StageAsync(batchId, cancellationToken);
}
