using BatchImport.Common;
using BatchImport.Staging;

namespace BatchImport.Workbooks;

/// <summary>A page of rows with their outcomes.</summary>
/// <param name="Page">The rows.</param>
/// <param name="Results">The results, one per row, in the same order; null where a row was not processed.</param>
public sealed record ResultPage(RowPage Page, IReadOnlyList<RowResult?> Results);
