using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>Opens what an earlier import left to do.</summary>
internal sealed class RetrySource(ImportDocuments documents, PageStore pages, IResultStore results)
{
    /// <summary>The rows of an import that did not arrive.</summary>
    /// <exception cref="RejectedException">The import is forgotten.</exception>
    public async Task<RetriedRows> OpenAsync(string batchId, CancellationToken cancellationToken) =>
        await documents.FindManifestAsync(batchId, cancellationToken) is { } manifest && await documents.FindSummaryAsync(batchId, cancellationToken) is { } summary
            ? new RetriedRows(manifest, summary, pages, results)
            : throw new RejectedException("import-forgotten", $"The import {batchId}, whose failed rows were to run again, is forgotten. Drop the file again, or the mended sheet Errors of its workbook.");
}
