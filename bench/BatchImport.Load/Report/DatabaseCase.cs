namespace BatchImport.Load.Report;

/// <summary>Imports into a table of PostgreSQL.</summary>
/// <param name="Import">From the arrival of the blob to the e-mail; seconds.</param>
/// <param name="Copy">COPY of the same rows as text into the same table, in the same minutes; seconds.</param>
internal sealed record DatabaseCase(double Import, double Copy);
