namespace BatchImport.Definitions;

/// <summary>One thing wrong with a file.</summary>
/// <param name="Row">The row's number, 1-based, as a spreadsheet program shows it.</param>
/// <param name="Column">The column's text in the header; null when the error concerns the whole row.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record CheckedError(int Row, string? Column, string Message);
