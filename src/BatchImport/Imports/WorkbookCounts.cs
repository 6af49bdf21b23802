namespace BatchImport.Imports;

/// <summary>How many rows a workbook holds, by what became of them: counted while it was written, from the results themselves.</summary>
/// <param name="Succeeded">Rows on the Success sheet.</param>
/// <param name="Failed">Rows on the Errors sheet.</param>
/// <param name="NotProcessed">Rows without a result; only in the workbook of an import that failed.</param>
public readonly record struct WorkbookCounts(int Succeeded, int Failed, int NotProcessed);
