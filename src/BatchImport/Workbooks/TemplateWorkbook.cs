using System.Drawing;
using BatchImport.Definitions;
using OfficeOpenXml;
using OfficeOpenXml.Style;

namespace BatchImport.Workbooks;

/// <summary>
/// Creates an empty workbook to fill in by a definition: the header with a comment about each column's rule, the formats of the columns, and data
/// validation where a spreadsheet program can apply the rule. What it cannot apply (patterns, unique values, rules over several columns) is in the comments.
/// </summary>
internal static class TemplateWorkbook
{
    private const string DefaultSheet = "Data";
    private const string ListSheet = "Lists";
    private const string Author = "BatchImport";
    private const int LastRow = 1_048_576;
    private const double NarrowestColumn = 12;
    private const double WidestColumn = 40;

    private static readonly Color HeaderFill = Color.FromArgb(0xD9, 0xE5, 0xF3);
    private static readonly Color RequiredFill = Color.FromArgb(0xFC, 0xE4, 0xB6);

    /// <summary>Creates the workbook.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="lists">The values of columns with <see cref="ColumnDefinition.AllowedIn"/>.</param>
    /// <returns>An XLSX file.</returns>
    public static byte[] Create(ImportDefinition definition, ReferenceLists lists)
    {
        var package = InMemoryPackage.Create();
        package.Workbook.Properties.Title = definition.Name;
        package.Workbook.Properties.Application = Author;
        var sheet = package.Workbook.Worksheets.Add(definition.Sheet ?? DefaultSheet);
        var choices = new TemplateChoices(package, sheet, ListSheet);
        var first = definition.HeaderRow ?? 1;
        var header = first + definition.HeaderRows - 1;
        for (var i = 0; i < definition.Columns.Count; i++)
        {
            var column = definition.Columns[i];
            Head(sheet, header, i + 1, column, definition);
            sheet.Column(i + 1).Width = Math.Clamp(column.Name.Length + 4, NarrowestColumn, WidestColumn);
            sheet.Column(i + 1).Style.Numberformat.Format = FormatOf(column);
            sheet.Cells[1, i + 1, header, i + 1].Style.Numberformat.Format = "@";
            TemplateValidation.Add(sheet, ExcelCellBase.GetAddress(header + 1, i + 1, LastRow, i + 1), ExcelCellBase.GetAddress(header + 1, i + 1), column, choices.For(column, lists.Find(column.Name)));
        }

        sheet.View.FreezePanes(header + 1, 1);
        return package.GetAsByteArray();
    }

    private static void Head(ExcelWorksheet sheet, int row, int index, ColumnDefinition column, ImportDefinition definition)
    {
        var cell = sheet.Cells[row, index];
        cell.Value = column.Name;
        cell.Style.Font.Bold = true;
        cell.Style.Fill.PatternType = ExcelFillStyle.Solid;
        cell.Style.Fill.BackgroundColor.SetColor(column.Required ? RequiredFill : HeaderFill);
        var comment = cell.AddComment(TemplateComment.For(column, definition), Author);
        comment.AutoFit = true;
    }

    /// <summary>Texts keep leading zeros and long numbers as they are typed; dates look like dates.</summary>
    private static string FormatOf(ColumnDefinition column) => column.Type switch
    {
        ColumnType.Text or ColumnType.Email => "@",
        ColumnType.Integer => "0",
        ColumnType.Date => "yyyy-mm-dd",
        _ => "General",
    };
}
