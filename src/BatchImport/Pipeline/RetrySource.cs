using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>Opens the rows that an earlier import did not deliver.</summary>
internal sealed class RetrySource(ImportDocuments documents, PageStore pages, IResultStore results)
{
    /// <summary>The rows of an import that were not delivered.</summary>
    /// <exception cref="RejectedException">The import was deleted.</exception>
    public async Task<RetriedRows> OpenAsync(string batchId, CancellationToken cancellationToken) =>
        await documents.FindManifestAsync(batchId, cancellationToken) is { } manifest && await documents.FindSummaryAsync(batchId, cancellationToken) is { } summary
            ? new RetriedRows(manifest, summary, pages, results)
            : throw new RejectedException("import-forgotten", $"The import {batchId}, whose failed rows were to be retried, has expired. Drop the file again, or the corrected sheet Errors of its workbook.");
}
