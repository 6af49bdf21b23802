using BatchImport.Common;

namespace BatchImport.Results;

/// <summary>Results to write.</summary>
/// <param name="Page">The page's index.</param>
/// <param name="ExpiresAt">When they expire.</param>
/// <param name="Results">Results of the page's rows, each row once.</param>
internal sealed record ResultWrite(int Page, DateTimeOffset ExpiresAt, IReadOnlyList<RowResult> Results);
