using System.Globalization;

namespace BatchImport.Spreadsheets;

/// <summary>
/// The rows of an Errors sheet that comes back: the file's own columns. What the sheet has in addition (which row it was, which column is wrong,
/// and why) stands at its right end under names that <see cref="AddedColumns"/> knows, and is left out; a row of nothing else counts as empty.
/// </summary>
internal sealed class CorrectedRowsReader : ISpreadsheetReader
{
    /// <summary>The columns that the Errors sheet adds, in their order. A file that has such a name itself gets the next free number: <c>Sheet row (2)</c>.</summary>
    public static readonly string[] AddedColumns = ["Sheet row", "Error column", "Error reason"];

    private readonly ISpreadsheetReader _inner;
    private readonly int _columns;

    private CorrectedRowsReader(ISpreadsheetReader inner)
    {
        _inner = inner;
        _columns = inner.Header.Count - AddedColumns.Length;
        Header = [.. inner.Header.Take(_columns)];
    }

    public SpreadsheetFormat Format => _inner.Format;

    public string? SheetName => _inner.SheetName;

    public string? ResultOf => _inner.ResultOf;

    public int HeaderRow => _inner.HeaderRow;

    public IReadOnlyList<string> Header { get; }

    public int RowNumber => _inner.RowNumber;

    public ReadOnlySpan<Cell> Cells => _inner.Cells[.._columns];

    public string? RowProblem => _inner.RowProblem;

    /// <summary>The reader itself, or without the added columns where it has them.</summary>
    public static ISpreadsheetReader Wrap(ISpreadsheetReader reader)
    {
        var first = reader.Header.Count - AddedColumns.Length;
        return first > 0 && AddedColumns.Select((name, i) => IsAdded(reader.Header[first + i], name)).All(isAdded => isAdded)
            ? new CorrectedRowsReader(reader)
            : reader;
    }

    public bool Read()
    {
        while (_inner.Read())
        {
            foreach (ref readonly var cell in Cells)
            {
                if (!Spreadsheets.Header.IsBlank(cell))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public void Dispose() => _inner.Dispose();

    private static bool IsAdded(string header, string name)
    {
        if (!header.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = header.AsSpan(name.Length);
        return rest.IsEmpty
            || (rest.StartsWith(" (") && rest.EndsWith(")") && int.TryParse(rest[2..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1);
    }
}
