namespace BatchImport.Spreadsheets;

/// <summary>Makes column names of the first row that is not empty.</summary>
internal static class Header
{
    /// <summary>
    /// The names: blanks around them are cut and runs of blanks and line breaks within them become one blank; columns behind the last
    /// named one are left out, and one without a name between named ones is called by its letter: <c>Column C</c>.
    /// </summary>
    /// <param name="cells">The row's cells; at least one is not blank.</param>
    /// <param name="place">Where the header is, for messages: <c>sheet "Customers", row 3</c>.</param>
    /// <param name="maxColumns">The limit.</param>
    /// <exception cref="SpreadsheetException"><c>duplicate-column</c> or <c>too-many-columns</c>.</exception>
    public static string[] Read(ReadOnlySpan<Cell> cells, string place, int maxColumns)
    {
        var width = cells.Length;
        while (width > 0 && IsBlank(cells[width - 1]))
        {
            width--;
        }

        if (width > maxColumns)
        {
            throw Refuse.TooManyColumns(place, width, maxColumns);
        }

        var names = new string[width];
        var seen = new Dictionary<string, int>(width, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < width; i++)
        {
            names[i] = Normalize(CellText.Of(cells[i]));
            if (names[i].Length > 0 && !seen.TryAdd(names[i], i))
            {
                throw new SpreadsheetException("duplicate-column",
                    $"The header ({place}) names {CellText.Quote(names[i])} twice, in the columns {ColumnName.Of(seen[names[i]])} and {ColumnName.Of(i)}. Every column needs a name of its own: rename one of them.");
            }
        }

        for (var i = 0; i < width; i++)
        {
            if (names[i].Length == 0)
            {
                names[i] = NameByLetter(i, seen);
            }
        }

        return names;
    }

    /// <summary>A header text in the form names are compared in (case aside).</summary>
    public static string Normalize(string text)
    {
        var trimmed = text.Trim();
        for (var i = 0; i < trimmed.Length; i++)
        {
            if (char.IsWhiteSpace(trimmed[i]) && (trimmed[i] != ' ' || trimmed[i + 1] == ' '))
            {
                return string.Join(' ', trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return trimmed;
    }

    /// <summary>True for a cell that holds nothing but blanks.</summary>
    public static bool IsBlank(in Cell cell) => cell.IsEmpty || (cell.Kind == CellKind.Text && string.IsNullOrWhiteSpace(cell.Text));

    private static string NameByLetter(int index, Dictionary<string, int> seen)
    {
        var name = "Column " + ColumnName.Of(index);
        while (!seen.TryAdd(name, index))
        {
            name += " (unnamed)";
        }

        return name;
    }
}
