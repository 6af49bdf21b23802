namespace BatchImport.Pipeline;

/// <summary>The outcome of a row.</summary>
/// <param name="Row">The row's number in the sheet, as a spreadsheet program shows it.</param>
/// <param name="Succeeded">True when it was delivered, false when it is an error, null while it has no result.</param>
/// <param name="Errors">What is wrong; empty when nothing is.</param>
/// <param name="Reference">The target's name for the row, if it returned one; otherwise, null.</param>
public sealed record RowOutcome(int Row, bool? Succeeded, IReadOnlyList<RowProblem> Errors, string? Reference);
