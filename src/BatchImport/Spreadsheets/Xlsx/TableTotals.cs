using System.Globalization;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// The totals row of a table (CT_Table, ECMA-376 Part 1, 18.5.1.2): results over its columns, such as sums, not a row of its data.
/// </summary>
/// <param name="FirstRow">The first totals row, 1-based.</param>
/// <param name="LastRow">The last one: the table's last row.</param>
/// <param name="FirstColumn">The index of the table's first column.</param>
/// <param name="LastColumn">The index of its last column.</param>
internal sealed record TableTotals(int FirstRow, int LastRow, int FirstColumn, int LastColumn)
{
    /// <summary>The maximum number of tables of a sheet that are read.</summary>
    public const int MaxTables = 1_000;

    /// <summary>True for a row that is a totals row.</summary>
    public bool IsIn(int row) => row >= FirstRow && row <= LastRow;

    /// <summary>The totals rows of a sheet's tables.</summary>
    /// <param name="package">The file.</param>
    /// <param name="sheetPart">The sheet's part.</param>
    public static TableTotals[] Read(XlsxPackage package, string sheetPart)
    {
        var tables = Relationships.Read(package, sheetPart).Values.Where(relationship => relationship.Type == "table" && package.Has(relationship.Part));
        return [.. tables.Take(MaxTables).Select(table => ReadTable(package, table.Part)).OfType<TableTotals>()];
    }

    /// <summary>The totals rows of a table; null when it has none.</summary>
    /// <param name="firstRow">The table's first row, 1-based.</param>
    /// <param name="lastRow">Its last row.</param>
    /// <param name="firstColumn">The index of its first column.</param>
    /// <param name="lastColumn">The index of its last column.</param>
    /// <param name="count">The number of totals rows at its end.</param>
    public static TableTotals? Create(int firstRow, int lastRow, int firstColumn, int lastColumn, int count) =>

        // A table has at least one row of data.
        count > 0 && firstColumn >= 0 && lastColumn >= firstColumn && firstRow > 0 && lastRow > firstRow && count < lastRow - firstRow
            ? new(lastRow - count + 1, lastRow, firstColumn, lastColumn)
            : null;

    private static TableTotals? ReadTable(XlsxPackage package, string part)
    {
        using var xml = package.Open(part);
        try
        {
            xml.ReadRoot("table", WorkbookPart.Namespaces);
        }
        catch (Exception ex) when (ex is XmlException or InvalidDataException)
        {
            // The rows can be read without it.
            return null;
        }

        if (!int.TryParse(xml.Reader.GetAttribute("totalsRowCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1 ||
            xml.Reader.GetAttribute("ref") is not { } area || area.Split(':') is not [var from, var to])
        {
            return null;
        }

        return Create(RowIn(from), RowIn(to), ColumnName.IndexIn(from), ColumnName.IndexIn(to), count);
    }

    private static int RowIn(string reference) =>
        int.TryParse(reference.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : 0;
}
