namespace BatchImport.Pipeline;

/// <summary>Retries the rows of an import that were not delivered, as a new import.</summary>
public interface IImportRetries
{
    /// <summary>
    /// Prepares the request of a retry. An import has one retry: a repeated call returns the same one, so that no row is sent twice. Rows that fail in
    /// a retry can be retried in turn.
    /// </summary>
    Task<ImportRetry> PrepareAsync(string batchId, CancellationToken cancellationToken);
}
