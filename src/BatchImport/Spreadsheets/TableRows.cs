using System.Globalization;

namespace BatchImport.Spreadsheets;

/// <summary>A table: its header, and the rows below. Rows that were read while searching the header come first.</summary>
internal sealed class TableRows : IDisposable
{
    private readonly IRawRows _rows;
    private readonly SpreadsheetLimits _limits;
    private readonly string _place;
    private readonly Queue<RawRow> _ahead;
    private RawRow? _current;
    private int _count;

    private TableRows(IRawRows rows, TableLocation where, SpreadsheetLimits limits, string place, RawRow header, RawRow[] below)
    {
        _rows = rows;
        _limits = limits;
        _place = place.Length == 0 ? "file" : place;
        if (where.HeaderRows > 1)
        {
            (header, below) = HeaderBlock.Join(header, below, rows, where.HeaderRows);
        }

        HeaderRow = header.Number;
        if (header.Problem is { } problem)
        {
            throw new SpreadsheetException("broken-header", $"The header ({Place(place, HeaderRow)}) cannot be read. {problem}");
        }

        Header = Spreadsheets.Header.Read(header.Cells, Place(place, HeaderRow), limits.MaxColumns, where.IsLeftOut);
        rows.SetColumns(Header.Count, where.LeavesOutUnnamed);
        _ahead = new(below.Select(row => row.Fit(Header.Count, where.LeavesOutUnnamed)).Where(static row => row.Problem is not null || row.Filled > 0));
    }

    /// <summary>The header's row number.</summary>
    public int HeaderRow { get; }

    /// <summary>The header's texts.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The current row's number.</summary>
    public int RowNumber => _current?.Number ?? _rows.RowNumber;

    /// <summary>The current row's cells, as many as the header has.</summary>
    public ReadOnlySpan<Cell> Cells => _current is { } row ? row.Cells : _rows.Cells;

    /// <summary>What makes the current row unusable.</summary>
    public string? RowProblem => _current is { } row ? row.Problem : _rows.RowProblem;

    /// <summary>Finds the header.</summary>
    /// <param name="rows">The file's rows; closed with the table.</param>
    /// <param name="where">Where the header is.</param>
    /// <param name="limits">The limits of the table.</param>
    /// <param name="place">The sheet, for messages: <c>sheet "Customers"</c>; empty for delimited text.</param>
    /// <returns>The table; null when there is no row.</returns>
    /// <exception cref="SpreadsheetException"><c>no-header</c>, <c>duplicate-column</c> or <c>too-many-columns</c>.</exception>
    public static TableRows? TryOpen(IRawRows rows, TableLocation where, SpreadsheetLimits limits, string place)
    {
        if (where.HeaderRow is { } number)
        {
            return ReadAt(rows, number, place) is { } row ? new(rows, where, limits, place, row, []) : null;
        }

        return HeaderSearch.Find(rows, where) is var (header, below) ? new(rows, where, limits, place, header, below) : null;
    }

    /// <summary>Moves to the next row that is not blank. False at the end.</summary>
    public bool Read()
    {
        if (_ahead.TryDequeue(out var row))
        {
            _current = row;
        }
        else
        {
            _current = null;
            if (!_rows.Read())
            {
                return false;
            }
        }

        return ++_count <= _limits.MaxRows ? true : throw SpreadsheetErrors.TooManyRows($"The {_place}", _limits.MaxRows);
    }

    public void Dispose() => _rows.Dispose();

    private static string Place(string place, int row) => string.Create(CultureInfo.InvariantCulture, $"{(place.Length == 0 ? "" : place + ", ")}row {row}");

    private static RawRow? ReadAt(IRawRows rows, int number, string place)
    {
        var isEmpty = true;
        while (rows.Read())
        {
            isEmpty = false;
            if (rows.RowNumber == number)
            {
                return RawRow.From(rows);
            }

            if (rows.RowNumber > number)
            {
                break;
            }
        }

        return isEmpty ? null : throw new SpreadsheetException("no-header",
            $"The header is expected in {Place(place, number)}, but that row is empty. Move the header there, or correct the header's row number that was given with the file or in its definition.");
    }
}
