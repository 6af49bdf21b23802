namespace BatchImport.Pipeline;

/// <summary>One thing that is wrong with a row.</summary>
/// <param name="Column">The column's name, as the header has it; null when the whole row is meant.</param>
/// <param name="Message">What is wrong, for people: the value (cut short) and the rule.</param>
public sealed record RowProblem(string? Column, string Message);
