using BatchImport.Spreadsheets.Text;

namespace BatchImport.Spreadsheets;

/// <summary>The location of the table in a file.</summary>
public sealed record TableLocation
{
    /// <summary>The first visible sheet that is not empty, and a header that is detected.</summary>
    public static TableLocation Anywhere { get; } = new();

    /// <summary>
    /// The sheet's name, without case; it may be hidden. Null for the first visible one that is not empty. Delimited text has no sheets and ignores the name.
    /// </summary>
    public string? SheetName { get; init; }

    /// <summary>The header's row, 1-based, as a spreadsheet program shows it; null to detect it.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>
    /// The number of header rows. A column's name consists of the texts of its cells from top to bottom, joined by a blank; a blank cell above the last
    /// row repeats the one to its left, as in a question with several answers.
    /// </summary>
    public int HeaderRows { get; init; } = 1;

    /// <summary>True for the name of a column that is dropped: two of these may have the same name. Null when all columns are read.</summary>
    public Func<string, bool>? IsLeftOut { get; init; }

    /// <summary>True to ignore values after the last column with a name; otherwise they make their row an error.</summary>
    public bool LeavesOutUnnamed { get; init; }

    /// <summary>The encoding of a text file that is neither UTF-8 nor has a byte order mark; null to detect it. Ignored for workbooks.</summary>
    public TextEncoding? Encoding { get; init; }

    /// <summary>True for the texts of a header; null when nothing is known of it. The first row that matches is the header.</summary>
    public Func<IReadOnlyList<string>, bool>? IsHeader { get; init; }
}
