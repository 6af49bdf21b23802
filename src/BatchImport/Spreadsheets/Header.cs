using System.Globalization;
using System.Text;

namespace BatchImport.Spreadsheets;

/// <summary>Reads column names from the first row that is not empty.</summary>
internal static class Header
{
    private const string Unnamed = " (unnamed)";

    /// <summary>
    /// The names: blanks around them are removed, and runs of blanks and line breaks within them become one blank; columns after the last
    /// named one are ignored, and one without a name between named ones is named by its letter: <c>Column C</c>.
    /// </summary>
    /// <param name="cells">The row's cells; at least one is not blank.</param>
    /// <param name="place">Where the header is, for messages: <c>sheet "Customers", row 3</c>.</param>
    /// <param name="maxColumns">The limit.</param>
    /// <param name="isLeftOut">True for a column that is dropped; null for none. Of two with the same name, the second one gets a number.</param>
    /// <exception cref="SpreadsheetException"><c>duplicate-column</c> or <c>too-many-columns</c>.</exception>
    public static string[] Read(ReadOnlySpan<Cell> cells, string place, int maxColumns, Func<string, bool>? isLeftOut = null)
    {
        var width = cells.Length;
        while (width > 0 && IsBlank(cells[width - 1]))
        {
            width--;
        }

        if (width > maxColumns)
        {
            throw SpreadsheetErrors.TooManyColumns(place, width, maxColumns);
        }

        var names = new string[width];
        var seen = new Dictionary<string, int>(width, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < width; i++)
        {
            names[i] = Normalize(CellText.Format(cells[i]));
            if (names[i].Length > 0 && !seen.TryAdd(names[i], i))
            {
                if (isLeftOut?.Invoke(names[i]) == true)
                {
                    names[i] = Numbered(names[i], i, seen);
                    continue;
                }

                throw new SpreadsheetException("duplicate-column",
                    $"The header ({place}) names {CellText.Quote(names[i])} twice, in the columns {ColumnName.FromIndex(seen[names[i]])} and {ColumnName.FromIndex(i)}. Column names must be unique: rename one of them.");
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

    /// <summary>
    /// A header text in the form in which names are compared, except for case: composed (Unicode NFC), without invisible characters, with single blanks.
    /// </summary>
    public static string Normalize(string text)
    {
        var trimmed = Compose(text).Trim();
        for (var i = 0; i < trimmed.Length; i++)
        {
            if (char.IsWhiteSpace(trimmed[i]) && (trimmed[i] != ' ' || trimmed[i + 1] == ' '))
            {
                return string.Join(' ', trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return trimmed;
    }

    /// <summary>True for a cell that contains only blanks and invisible characters.</summary>
    public static bool IsBlank(in Cell cell) => cell.IsEmpty || (cell.Kind == CellKind.Text && !char.IsAsciiLetterOrDigit(cell.Text![0]) && InvisibleCharacters.AreAllOf(cell.Text));

    /// <summary>True for a column without a name, which <see cref="Read"/> names by its letter.</summary>
    public static bool IsUnnamed(IReadOnlyList<string> header, int index) =>
        header[index].Replace(Unnamed, "", StringComparison.Ordinal) == NameOf(index);

    private static string Compose(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var visible = InvisibleCharacters.Remove(text);
        try
        {
            return visible.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair, or a noncharacter.
            return visible;
        }
    }

    private static string NameOf(int index) => "Column " + ColumnName.FromIndex(index);

    private static string Numbered(string name, int index, Dictionary<string, int> seen)
    {
        var number = 2;
        while (!seen.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{name} ({number})"), index))
        {
            number++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
    }

    private static string NameByLetter(int index, Dictionary<string, int> seen)
    {
        var name = NameOf(index);
        while (!seen.TryAdd(name, index))
        {
            name += Unnamed;
        }

        return name;
    }
}
