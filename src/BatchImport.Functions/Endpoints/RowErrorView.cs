namespace BatchImport.Functions.Endpoints;

/// <summary>An error of a row in the format of the endpoints.</summary>
/// <param name="Column">The column's name in the header; null when the error concerns the whole row.</param>
/// <param name="Message">What is wrong, for people: the value (cut short) and the rule.</param>
public sealed record RowErrorView(string? Column, string Message);
