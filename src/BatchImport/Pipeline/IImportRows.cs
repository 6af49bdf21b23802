namespace BatchImport.Pipeline;

/// <summary>Looks up single rows of an import: their results, never their values.</summary>
public interface IImportRows
{
    /// <summary>Rows that are errors, in the order of their results.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="after">Where to begin: 0, or the end of an earlier answer.</param>
    /// <param name="take">The maximum number of rows.</param>
    /// <param name="text">What a column's name or a message must contain, without regard to case; null for anything.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<RowErrors> ErrorsAsync(string batchId, long after, int take, string? text, CancellationToken cancellationToken);

    /// <summary>The row with a number in the sheet; null when the import has no such row, or is not staged.</summary>
    Task<ImportRow?> FindAsync(string batchId, int number, CancellationToken cancellationToken);
}
