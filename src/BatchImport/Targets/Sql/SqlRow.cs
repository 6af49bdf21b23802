namespace BatchImport.Targets.Sql;

/// <summary>A row to write.</summary>
/// <param name="Number">The number of the row in the sheet.</param>
/// <param name="Values">A text per field of the plan; null for no value.</param>
internal sealed record SqlRow(int Number, string?[] Values);
