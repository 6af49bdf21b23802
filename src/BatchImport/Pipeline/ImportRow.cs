using BatchImport.Common;

namespace BatchImport.Pipeline;

/// <summary>A row of an import.</summary>
/// <param name="Number">The row's number in the sheet, as a spreadsheet program shows it.</param>
/// <param name="Result">Its result; null while it has none.</param>
/// <param name="Header">The header's texts, for the columns of errors.</param>
public sealed record ImportRow(int Number, RowResult? Result, IReadOnlyList<string> Header);
