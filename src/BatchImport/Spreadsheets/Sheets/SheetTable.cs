using System.Xml;

namespace BatchImport.Spreadsheets.Sheets;

/// <summary>
/// The table of a workbook: in the sheet with the given name or, without a name, in the first visible sheet that is not empty. If the required
/// columns of a header are known and that sheet does not have them, but another visible one does, the error names that one.
/// </summary>
internal static class SheetTable
{
    /// <summary>The maximum number of sheets that are searched when the first one does not have the required columns.</summary>
    private const int MaxSheets = 100;

    /// <summary>The maximum number of sheets in a message.</summary>
    private const int MaxListed = 20;

    /// <summary>Opens the table.</summary>
    /// <param name="workbook">The workbook.</param>
    /// <param name="where">Where the table is.</param>
    /// <param name="limits">The limits of the table.</param>
    /// <param name="sheet">The sheet that was read last: the table's, or the one that has a problem.</param>
    /// <exception cref="SpreadsheetException"><c>no-sheet</c>, <c>other-sheet</c> and those of <see cref="TableRows"/>.</exception>
    public static TableRows Open(IWorkbookSheets workbook, TableLocation where, SpreadsheetLimits limits, out WorkbookSheet sheet)
    {
        if (where.SheetName is { } name)
        {
            sheet = Find(workbook, name);
            return TryOpen(workbook, sheet, where, limits) ?? throw NoRows(sheet);
        }

        var visible = workbook.Sheets.Where(static each => each.IsVisible).Take(MaxSheets).ToArray();
        if (visible.Length == 0)
        {
            throw new SpreadsheetException("no-sheet", "The workbook has no visible worksheet. Rows are read from the first one that is not hidden: unhide it, or add one.");
        }

        foreach (var each in visible)
        {
            sheet = each;
            if (TryOpen(workbook, sheet, where, limits) is { } table)
            {
                return where.HeaderRow is not null || where.IsHeader?.Invoke(table.Header) != false || visible.Length == 1
                    ? table
                    : OpenUnlessOtherFits(workbook, table, visible, where, limits, sheet);
            }
        }

        sheet = visible[0];
        throw NoRows(sheet);
    }

    private static TableRows OpenUnlessOtherFits(
        IWorkbookSheets workbook, TableRows table, WorkbookSheet[] visible, TableLocation where, SpreadsheetLimits limits, WorkbookSheet sheet)
    {
        // Only one sheet at a time can be read.
        table.Dispose();
        foreach (var other in visible)
        {
            if (other != sheet && Fits(workbook, other, where, limits))
            {
                throw new SpreadsheetException("other-sheet",
                    $"The {sheet.Place}, the first one with rows, does not have the columns that are required, but the {other.Place} has them. Move that sheet to the front, or name it (the definition's sheet, or the blob metadata sheet).");
            }
        }

        return TryOpen(workbook, sheet, where, limits) ?? throw NoRows(sheet);
    }

    private static bool Fits(IWorkbookSheets workbook, WorkbookSheet sheet, TableLocation where, SpreadsheetLimits limits)
    {
        try
        {
            using var table = TryOpen(workbook, sheet, where, limits);
            return table is not null && where.IsHeader!(table.Header);
        }
        catch (Exception ex) when (ex is SpreadsheetException or InvalidDataException or XmlException)
        {
            // A sheet that cannot be read is not a candidate.
            return false;
        }
    }

    /// <summary>The table of a sheet; null when the sheet is empty.</summary>
    private static TableRows? TryOpen(IWorkbookSheets workbook, WorkbookSheet sheet, TableLocation where, SpreadsheetLimits limits)
    {
        var rows = workbook.Open(sheet);
        try
        {
            if (TableRows.TryOpen(rows, where, limits, sheet.Place) is { } table)
            {
                return table;
            }

            rows.Dispose();
            return null;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private static WorkbookSheet Find(IWorkbookSheets workbook, string name)
    {
        foreach (var sheet in workbook.Sheets)
        {
            if (string.Equals(sheet.Name.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return sheet;
            }
        }

        var listed = string.Join(", ", workbook.Sheets.Take(MaxListed).Select(static sheet => CellText.Quote(sheet.Name)));
        throw new SpreadsheetException("no-sheet",
            $"The workbook has no sheet {CellText.Quote(name)}, which is the one to read. It has: {listed}{(workbook.Sheets.Count > MaxListed ? " …" : "")}. Rename the sheet that is meant, or correct the name (the definition's sheet, or the blob metadata sheet).");
    }

    private static SpreadsheetException NoRows(WorkbookSheet sheet) =>
        new("no-header", $"The {sheet.Place} is empty. Rows are read from the first visible sheet that is not empty, or the one that is named: its first row names the columns, and its further rows hold the data.");
}
