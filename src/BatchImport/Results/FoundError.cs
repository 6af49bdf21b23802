using BatchImport.Common;

namespace BatchImport.Results;

/// <summary>A row that became an error, in the order in which that happened.</summary>
/// <param name="Sequence">Its place in that order: grows from one to the next, from 1, not always by 1.</param>
/// <param name="Page">The row's page.</param>
/// <param name="Result">The row's result as it is now; null when it has none any more.</param>
public readonly record struct FoundError(long Sequence, int Page, RowResult? Result);
