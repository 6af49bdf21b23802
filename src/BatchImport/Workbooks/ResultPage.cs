using BatchImport.Common;
using BatchImport.Staging;

namespace BatchImport.Workbooks;

/// <summary>A page of rows with what became of them.</summary>
/// <param name="Page">The rows.</param>
/// <param name="Results">The results, one a row, in the same order; null where a row was not processed.</param>
public sealed record ResultPage(RowPage Page, IReadOnlyList<RowResult?> Results);
