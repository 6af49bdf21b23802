using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Workbooks;

/// <summary>
/// A row sheet's name, columns and widths. Added columns are at the right end, under names that no column of the file has, so that the
/// sheet can be corrected and dropped again without changes to its columns.
/// </summary>
/// <param name="Kind">The kind of sheet.</param>
/// <param name="Title">Its name.</param>
/// <param name="Columns">All header texts: the file's, then the added ones.</param>
/// <param name="Widths">The columns' widths in characters.</param>
internal sealed record SheetLayout(SheetKind Kind, string Title, IReadOnlyList<string> Columns, IReadOnlyList<double> Widths)
{
    private const double LeastWidth = 8;

    /// <summary>Wider columns hide their neighbours; their text is still complete.</summary>
    private const double MostWidth = 60;

    /// <summary>Room for the filter's button.</summary>
    private const double Margin = 4;

    /// <summary>The layout of each kind, with widths fit to the header and to sample rows.</summary>
    public static SheetLayout For(SheetKind kind, WorkbookHeader header, ResultPage? sample) => kind switch
    {
        SheetKind.Success => Create(kind, "Success", header, header.HasReferences ? [("Reference", 16)] : [], sample),
        SheetKind.Errors => Create(kind, ResultWorkbook.ErrorsSheet, header, [(CorrectedRowsReader.AddedColumns[0], 8), (CorrectedRowsReader.AddedColumns[1], 20), (CorrectedRowsReader.AddedColumns[2], MostWidth)], sample),
        SheetKind.NotProcessed => Create(kind, "Not processed", header, [(CorrectedRowsReader.AddedColumns[0], 8)], sample),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such sheet."),
    };

    /// <summary>The name of the sheet's n-th part, from 0: a sheet holds 1,048,576 rows, the rest is on "Success 2".</summary>
    public string PartTitle(int part) => part == 0 ? Title : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Title} {part + 1}");

    private static SheetLayout Create(SheetKind kind, string title, WorkbookHeader header, ReadOnlySpan<(string Name, double Width)> added, ResultPage? sample)
    {
        var names = new HashSet<string>(header.Columns, StringComparer.OrdinalIgnoreCase);
        var columns = new List<string>(header.Columns);
        var widths = new List<double>(columns.Count + added.Length);
        for (var column = 0; column < header.Columns.Count; column++)
        {
            widths.Add(Math.Clamp(LongestText(header.Columns[column], column, sample) + Margin, LeastWidth, MostWidth));
        }

        foreach (var (name, width) in added)
        {
            var free = name;
            for (var number = 2; !names.Add(free); number++)
            {
                free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} ({number})");
            }

            columns.Add(free);
            widths.Add(Math.Max(width, free.Length + Margin));
        }

        return new SheetLayout(kind, title, columns, widths);
    }

    private static int LongestText(string header, int column, ResultPage? sample)
    {
        var longest = header.Length;
        foreach (var row in sample?.Page.Rows ?? [])
        {
            longest = Math.Max(longest, CellStyles.ShownLength(row.Cells[column]));
        }

        return longest;
    }
}
