using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Staging;

/// <summary>One row of the file, as it is staged: everything needed to process it and to write it into the workbook.</summary>
/// <param name="Number">The row's number in the sheet, 1-based, as a spreadsheet program shows it.</param>
/// <param name="Cells">The cells, exactly as many as the header has.</param>
/// <param name="Problem">What makes the row unusable as it stands, for people; null when nothing does.</param>
/// <param name="Errors">What only reading the file from front to end can find (values that an earlier row has); null when there is nothing.</param>
public readonly record struct StagedRow(int Number, Cell[] Cells, string? Problem = null, IReadOnlyList<RowError>? Errors = null);
