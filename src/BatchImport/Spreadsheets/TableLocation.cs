using BatchImport.Spreadsheets.Text;

namespace BatchImport.Spreadsheets;

/// <summary>Where in a file the table is that is read.</summary>
public sealed record TableLocation
{
    /// <summary>The first visible sheet that is not empty, and a header that is found.</summary>
    public static TableLocation Anywhere { get; } = new();

    /// <summary>The sheet's name, without case; it may be hidden. Null for the first visible one that is not empty. Delimited text has no sheets, and takes any.</summary>
    public string? SheetName { get; init; }

    /// <summary>The header's row, 1-based, as a spreadsheet program shows it; null to find it.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>
    /// How many rows the header has. A column's name is then the texts of its cells from top to bottom, joined by a blank; a blank cell above the last
    /// row continues the one to its left, as in a question with several answers.
    /// </summary>
    public int HeaderRows { get; init; } = 1;

    /// <summary>Recognises by its name a column that is left out: two of these may have the same name. Null when all columns are read.</summary>
    public Func<string, bool>? IsLeftOut { get; init; }

    /// <summary>True when values behind the last column with a name are left out; otherwise they make their row an error.</summary>
    public bool LeavesOutUnnamed { get; init; }

    /// <summary>The encoding of a text file that is neither UTF-8 nor has a byte order mark; null to find it. Workbooks take any.</summary>
    public TextEncoding? Encoding { get; init; }

    /// <summary>Recognises a header by its texts; null when nothing is known of it. The first row it takes is the header.</summary>
    public Func<IReadOnlyList<string>, bool>? IsHeader { get; init; }
}
