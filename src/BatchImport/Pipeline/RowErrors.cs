namespace BatchImport.Pipeline;

/// <summary>Rows that are errors, in the order of their results.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Where to continue: after the last row that was read.</param>
/// <param name="HasMore">True when there are more already; false when more can only follow later.</param>
public sealed record RowErrors(IReadOnlyList<ImportRow> Items, long Next, bool HasMore);
