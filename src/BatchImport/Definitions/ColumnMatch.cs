namespace BatchImport.Definitions;

/// <summary>A header text that was matched with a column although it is neither the column's name nor one of its aliases.</summary>
/// <param name="Header">The text in the header.</param>
/// <param name="Column">The column's name in the definition.</param>
public sealed record ColumnMatch(string Header, string Column);
