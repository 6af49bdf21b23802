namespace BatchImport.Definitions;

/// <summary>A column as it was read, and its position: the meaning of its rules can depend on later parts of the file.</summary>
/// <param name="Column">The column.</param>
/// <param name="Start">The position of the column.</param>
/// <param name="At">The positions of its properties' values.</param>
internal readonly record struct ReadColumn(ColumnDefinition Column, int Start, IReadOnlyDictionary<string, int> At);
