namespace BatchImport.Spreadsheets;

/// <summary>
/// Finds the header among a file's first 20 rows that are not empty. When the required columns of a header are known, it is the first row that has
/// them. Otherwise, it is the first row, unless that looks like a title: a single cell, with a row of two or more names (texts with a letter, all
/// different) within the five rows below, itself followed by a row of two or more cells. Then it is that row of names.
/// </summary>
internal static class HeaderSearch
{
    private const int MaxRows = 20;
    private const int MaxTitleRows = 5;

    /// <summary>The maximum number of cells of all examined rows together: rows that are read ahead are kept in memory.</summary>
    private const int MaxCells = 65_536;

    /// <summary>Finds the header.</summary>
    /// <returns>The header and the rows below it that were read; null when there is no row.</returns>
    public static (RawRow Header, RawRow[] Below)? Find(IRawRows rows, TableLocation where)
    {
        var isHeader = where.IsHeader;
        if (!rows.Read())
        {
            return null;
        }

        var first = RawRow.From(rows);
        if (where.HeaderRows > 1)
        {
            return FindBlock(rows, first, where);
        }

        if (isHeader is null ? first.Filled > 1 : isHeader(Names(first)))
        {
            return (first, []);
        }

        var read = ReadAhead(rows, first, isHeader is null ? MaxTitleRows + 2 : MaxRows);
        var header = isHeader is null ? -1 : read.FindIndex(row => isHeader(Names(row)));
        header = header < 0 ? AfterTitle(read) : header;
        return (read[header], [.. read.Skip(header + 1)]);
    }

    /// <summary>A header of several rows: the first rows that together are a known header or, without such rows, the first row that is not a title.</summary>
    private static (RawRow Header, RawRow[] Below) FindBlock(IRawRows rows, RawRow first, TableLocation where)
    {
        var read = ReadAhead(rows, first, MaxRows + where.HeaderRows);
        var header = where.IsHeader is not { } isHeader ? -1 : Enumerable.Range(0, Math.Max(0, read.Count - where.HeaderRows + 1)).FirstOrDefault(
            start => isHeader(Names(HeaderBlock.Join(read.GetRange(start, where.HeaderRows)))), -1);
        header = header < 0 ? AfterTitle(read) : header;
        return (read[header], [.. read.Skip(header + 1)]);
    }

    private static List<RawRow> ReadAhead(IRawRows rows, RawRow first, int max)
    {
        var read = new List<RawRow> { first };
        var cells = first.Cells.Length;
        while (read.Count < max && cells < MaxCells && rows.Read())
        {
            read.Add(RawRow.From(rows));
            cells += read[^1].Cells.Length;
        }

        return read;
    }

    private static int AfterTitle(List<RawRow> read)
    {
        for (var i = 1; read[0].Filled == 1 && i <= MaxTitleRows && i + 1 < read.Count; i++)
        {
            if (IsNames(read[i]) && read[i + 1].Filled > 1)
            {
                return i;
            }
        }

        return 0;
    }

    private static bool IsNames(RawRow row)
    {
        var names = row.Cells.Where(static cell => !Header.IsBlank(cell)).ToArray();
        return names.Length > 1 &&
            Array.TrueForAll(names, static cell => cell.Kind == CellKind.Text && cell.Text!.Any(char.IsLetter)) &&
            names.Select(static cell => Header.Normalize(cell.Text!)).Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length;
    }

    private static string[] Names(RawRow row) => [.. row.Cells.Select(static cell => Header.Normalize(CellText.Format(cell)))];
}
