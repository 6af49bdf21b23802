using System.Globalization;

namespace BatchImport.Spreadsheets;

/// <summary>
/// Reads an Errors sheet that is dropped again: the columns of the original file. The columns that the sheet adds (the row's number, the wrong column
/// and the reason) are at its right end under the names in <see cref="AddedColumns"/>, and are ignored; a row with no other values is empty.
/// </summary>
internal sealed class CorrectedRowsReader : ISpreadsheetReader
{
    /// <summary>
    /// The columns that the Errors sheet adds, in their order. If the file has a column of that name, the next free number is added: <c>Sheet row (2)</c>.
    /// </summary>
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

    /// <summary>The reader itself, or one without the added columns if it has them.</summary>
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
