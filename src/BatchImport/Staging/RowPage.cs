namespace BatchImport.Staging;

/// <summary>A page: the unit in which rows are staged and results are stored. Every page except the last holds <see cref="Size"/> rows.</summary>
/// <param name="Index">The page's index in the import, from 0.</param>
/// <param name="Rows">The rows in file order; the row at index i is row i of the page.</param>
public sealed record RowPage(int Index, IReadOnlyList<StagedRow> Rows)
{
    /// <summary>
    /// Rows per page: 1,000. Enough that a page's blob and its Redis hash are worth their round trip, few enough that 16 pages in
    /// flight stay below some tens of megabytes, and that a lane's history stays below 1,000 activities even with one activity per row.
    /// </summary>
    public const int Size = 1_000;
}
