using System.Drawing;
using BatchImport.Imports;
using BatchImport.Spreadsheets.Xlsx;
using OfficeOpenXml;
using OfficeOpenXml.Style;

namespace BatchImport.Workbooks;

/// <summary>Fills the Summary sheet: one line per fact, the counts with their share of all rows.</summary>
internal static class SummarySheet
{
    private static readonly Color Green = Color.FromArgb(0x1E, 0x7B, 0x34);
    private static readonly Color Red = Color.FromArgb(0xB4, 0x23, 0x18);
    private static readonly Color Grey = Color.FromArgb(0x59, 0x63, 0x6E);

    public static void Fill(ExcelWorksheet sheet, WorkbookSummary summary, WorkbookCounts counts)
    {
        sheet.Column(1).Width = 22;
        sheet.Column(2).Width = 44;
        sheet.Column(3).Width = 10;
        sheet.View.ShowGridLines = false;
        var title = sheet.Cells[1, 1];
        title.Value = "Import result";
        title.Style.Font.Bold = true;
        title.Style.Font.Size = 16;

        var import = summary.Import;
        var row = 3;
        AddText(sheet, ref row, "File", import.FileName);
        AddText(sheet, ref row, "Sheet", summary.SheetName);
        AddText(sheet, ref row, "Owner", import.Owner);
        AddText(sheet, ref row, "Definition", import.Definition);
        AddText(sheet, ref row, "Columns taken for", string.Join('\n', summary.MatchedColumns));
        AddText(sheet, ref row, "Columns left out", string.Join(", ", summary.DroppedColumns));
        AddText(sheet, ref row, "State", import.State.ToString());
        AddText(sheet, ref row, "Problem", import.Problem);
        row++;
        var all = counts.Succeeded + counts.Failed + counts.NotProcessed;
        AddCount(sheet, ref row, "Rows", all, all, null);
        AddCount(sheet, ref row, "Succeeded", counts.Succeeded, all, counts.Succeeded > 0 ? Green : null);
        AddCount(sheet, ref row, "Errors", counts.Failed, all, counts.Failed > 0 ? Red : null);
        if (counts.NotProcessed > 0)
        {
            AddCount(sheet, ref row, "Not processed", counts.NotProcessed, all, Red);
        }

        row++;
        AddTime(sheet, ref row, "Received (UTC)", import.ReceivedAt);
        AddTime(sheet, ref row, "Started (UTC)", import.StartedAt);
        AddTime(sheet, ref row, "Finished (UTC)", import.FinishedAt);
        if (summary.RowsPerSecond is { } rate)
        {
            Add(sheet, ref row, "Rows a second", Math.Round(rate, 1), "#,##0.0");
        }

        AddText(sheet, ref row, "Import", import.BatchId);
        AddText(sheet, ref row, "Follows import", import.Follows);
        Mark(sheet.Workbook, import.BatchId);
    }

    /// <summary>Adds the marker that identifies the import when the workbook is dropped again with corrections: <see cref="ResultWorkbook"/>.</summary>
    private static void Mark(ExcelWorkbook workbook, string batchId) =>
        workbook.Names.AddFormula(ResultWorkbook.MarkerName, $"\"{batchId}\"").IsNameHidden = true;

    private static void AddText(ExcelWorksheet sheet, ref int row, string label, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Add(sheet, ref row, label, XmlText.Clean(text), "@").Style.WrapText = true;
        }
    }

    private static void AddTime(ExcelWorksheet sheet, ref int row, string label, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            Add(sheet, ref row, label, known.UtcDateTime, "yyyy-mm-dd hh:mm:ss");
        }
    }

    private static void AddCount(ExcelWorksheet sheet, ref int row, string label, int count, int all, Color? color)
    {
        var share = sheet.Cells[row, 3];
        share.Value = all == 0 ? null : (double)count / all;
        share.Style.Numberformat.Format = "0.0%";
        share.Style.Font.Color.SetColor(Grey);
        share.Style.HorizontalAlignment = ExcelHorizontalAlignment.Left;
        var cell = Add(sheet, ref row, label, count, "#,##0");
        if (color is { } some)
        {
            cell.Style.Font.Bold = true;
            cell.Style.Font.Color.SetColor(some);
        }
    }

    private static ExcelRange Add(ExcelWorksheet sheet, ref int row, string label, object value, string format)
    {
        var name = sheet.Cells[row, 1];
        name.Value = label;
        name.Style.Font.Color.SetColor(Grey);
        name.Style.VerticalAlignment = ExcelVerticalAlignment.Top;
        var cell = sheet.Cells[row, 2];
        cell.Value = value;
        cell.Style.Numberformat.Format = format;
        cell.Style.HorizontalAlignment = ExcelHorizontalAlignment.Left;
        cell.Style.VerticalAlignment = ExcelVerticalAlignment.Top;
        row++;
        return cell;
    }
}
