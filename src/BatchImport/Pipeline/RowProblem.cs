namespace BatchImport.Pipeline;

/// <summary>One thing that is wrong with a row.</summary>
/// <param name="Column">The column's name in the header; null when the problem concerns the whole row.</param>
/// <param name="Message">What is wrong, for people: the value (cut short) and the rule.</param>
public sealed record RowProblem(string? Column, string Message);
