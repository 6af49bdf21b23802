using BatchImport.Definitions;
using OfficeOpenXml;

namespace BatchImport.Workbooks;

/// <summary>
/// The choices of columns whose values are listed, as formulas of data validation: in the formula itself, or in a column of a hidden sheet where there
/// are more than a formula can hold.
/// </summary>
/// <param name="package">The workbook.</param>
/// <param name="data">The sheet to fill in.</param>
/// <param name="sheetName">The name of the hidden sheet.</param>
internal sealed class TemplateChoices(ExcelPackage package, ExcelWorksheet data, string sheetName)
{
    // https://support.microsoft.com/office/excel-specifications-and-limits: 255 characters of a list in a formula.
    private const int MaxFormula = 255;

    // More would make the file large, and no person looks for a value among them.
    private const int MaxChoices = 10_000;

    private ExcelWorksheet? _lists;
    private int _columns;

    /// <summary>The formula of a column's choices; null when its values are not listed, or are too many.</summary>
    public string? For(ColumnDefinition column, ReferenceList? list)
    {
        var values = column.Type == ColumnType.Boolean ? ["yes", "no"] : list?.Values ?? column.Allowed;
        if (values.Count is 0 or > MaxChoices)
        {
            return null;
        }

        var inline = string.Join(',', values);
        return inline.Length <= MaxFormula && !values.Any(static value => value.AsSpan().ContainsAny(",\"") || value != value.Trim())
            ? $"\"{inline}\""
            : Listed(values);
    }

    private string Listed(IReadOnlyList<string> values)
    {
        var name = string.Equals(data.Name, sheetName, StringComparison.OrdinalIgnoreCase) ? sheetName + "2" : sheetName;
        if (_lists is null)
        {
            _lists = package.Workbook.Worksheets.Add(name);
            _lists.Hidden = eWorkSheetHidden.Hidden;
        }

        _columns++;
        for (var i = 0; i < values.Count; i++)
        {
            var cell = _lists.Cells[i + 1, _columns];
            cell.Style.Numberformat.Format = "@";
            cell.Value = values[i];
        }

        return $"{name}!{ExcelCellBase.GetAddress(1, _columns, values.Count, _columns, true)}";
    }
}
