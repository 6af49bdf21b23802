namespace BatchImport.Pipeline;

/// <summary>Rows that are errors, in the order in which they became so.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Where to go on: after the last row that was looked at.</param>
/// <param name="HasMore">True when there are more right now; false when more can only come.</param>
public sealed record RowErrors(IReadOnlyList<RowOutcome> Items, long Next, bool HasMore);
