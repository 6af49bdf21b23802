namespace BatchImport.Pipeline;

/// <summary>What became of a row.</summary>
/// <param name="Row">The row's number in the sheet, as a spreadsheet program shows it.</param>
/// <param name="Succeeded">True when it arrived, false when it is an error, null while it has no result.</param>
/// <param name="Errors">What is wrong; empty for nothing.</param>
/// <param name="Reference">What the target calls the row, if it said; null else.</param>
public sealed record RowOutcome(int Row, bool? Succeeded, IReadOnlyList<RowProblem> Errors, string? Reference);
