namespace BatchImport.Common;

/// <summary>One thing that is wrong with a row.</summary>
/// <param name="Column">The column's index in the file's header, from 0; null when the error concerns the whole row.</param>
/// <param name="Message">The value (cut short) and the rule, in plain words: <c>"12x" is not a whole number</c>.</param>
public readonly record struct RowError(int? Column, string Message);
