namespace BatchImport.Imports;

/// <summary>The number of rows in a workbook by outcome: counted from the results while it was written.</summary>
/// <param name="Succeeded">Rows on the Success sheet.</param>
/// <param name="Failed">Rows on the Errors sheet.</param>
/// <param name="NotProcessed">Rows without a result; only in the workbook of an import that failed or was cancelled.</param>
public readonly record struct WorkbookCounts(int Succeeded, int Failed, int NotProcessed);
