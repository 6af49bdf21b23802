using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Staging;

/// <summary>One row of the file, as it is staged: all data needed to process it and to write it into the workbook.</summary>
/// <param name="Number">The row's number in the sheet, 1-based, as a spreadsheet program shows it.</param>
/// <param name="Cells">The cells, exactly as many as the header has.</param>
/// <param name="Problem">What makes the row unusable, for people; null when nothing does.</param>
/// <param name="Errors">Errors that only reading the file from start to end can find (values that an earlier row has); null when there are none.</param>
public readonly record struct StagedRow(int Number, Cell[] Cells, string? Problem = null, IReadOnlyList<RowError>? Errors = null);
