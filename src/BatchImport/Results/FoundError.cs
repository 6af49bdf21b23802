using BatchImport.Common;

namespace BatchImport.Results;

/// <summary>A row that became an error.</summary>
/// <param name="Sequence">Its position in the order of errors: increasing, from 1, not always by 1.</param>
/// <param name="Page">The row's page.</param>
/// <param name="Result">The row's current result; null when it no longer has one.</param>
public readonly record struct FoundError(long Sequence, int Page, RowResult? Result);
