namespace BatchImport.Staging;

/// <summary>Consecutive rows of one page, which one activity processes. A reference, never the rows.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Page">The page's index.</param>
/// <param name="First">The index of the first row in the page.</param>
/// <param name="Count">The number of rows.</param>
public sealed record RowSlice(string BatchId, int Page, int First, int Count)
{
    /// <summary>The slices of a page, in order.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="page">The page's index.</param>
    /// <param name="rows">Rows in the page.</param>
    /// <param name="size">Rows per slice; the last may be shorter.</param>
    public static IEnumerable<RowSlice> Split(string batchId, int page, int rows, int size)
    {
        for (var first = 0; first < rows; first += size)
        {
            yield return new RowSlice(batchId, page, first, Math.Min(size, rows - first));
        }
    }
}
