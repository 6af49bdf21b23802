using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets.Sheets;

/// <summary>Builds the current row of a worksheet, cell by cell.</summary>
/// <param name="place">The sheet, for messages.</param>
/// <param name="totals">The totals rows of the sheet's tables, which are not data.</param>
/// <param name="limits">The limits of a row.</param>
internal sealed class SheetRowBuilder(string place, IReadOnlyList<TableTotals> totals, SpreadsheetLimits limits)
{
    /// <summary>The maximum number of rows of a sheet.</summary>
    private const int MaxRowNumber = 1_048_576;

    private Cell[] _cells = new Cell[64];
    private int _columns = ColumnName.Max;
    private int _used;
    private int _characters;
    private int _first;
    private int _last;
    private bool _isBlank;
    private bool _ignoresOthers;

    /// <summary>The row's number, 1-based; 0 before the first row.</summary>
    public int Number { get; private set; }

    /// <summary>What makes the row unusable; null when nothing does.</summary>
    public string? Problem { get; private set; }

    /// <summary>The row's cells, up to the last non-empty one or as many as there are columns.</summary>
    public ReadOnlySpan<Cell> Cells => _cells.AsSpan(0, _columns == ColumnName.Max ? _used : _columns);

    /// <summary>True for a row of the table: not blank, and not a totals row without other values.</summary>
    public bool IsRow => !_isBlank && !IsTotals();

    /// <inheritdoc cref="IRawRows.SetColumns"/>
    public void SetColumns(int columns, bool ignoreOthers)
    {
        _columns = columns;
        _ignoresOthers = ignoreOthers;
        _cells = new Cell[columns];
    }

    /// <summary>Begins a row.</summary>
    /// <exception cref="InvalidDataException">It does not follow the one before, or is past the end of a sheet.</exception>
    public void Begin(int number)
    {
        if (number <= Number || number > MaxRowNumber)
        {
            throw new InvalidDataException($"its row \"{number}\" follows row {Number}");
        }

        Number = number;
        Problem = null;
        Array.Clear(_cells);
        _used = 0;
        _characters = 0;
        _first = int.MaxValue;
        _last = -1;
        _isBlank = true;
    }

    /// <summary>Adds a cell to the row.</summary>
    /// <param name="column">The cell's column, from 0.</param>
    /// <param name="cell">The cell; not empty.</param>
    /// <exception cref="SpreadsheetException"><c>row-too-long</c>.</exception>
    /// <exception cref="InvalidDataException">The cell occurs twice.</exception>
    public void Add(int column, in Cell cell)
    {
        var isBlank = Header.IsBlank(cell);
        if (!isBlank)
        {
            _first = Math.Min(_first, column);
            _last = Math.Max(_last, column);
        }

        if (column >= _columns)
        {
            if (!isBlank && !_ignoresOthers && Problem is null)
            {
                _isBlank = false;
                Problem = SpreadsheetErrors.ExtraCell(_columns, column, CellText.Format(cell));
            }

            return;
        }

        if (column >= _cells.Length)
        {
            Array.Resize(ref _cells, Math.Min(ColumnName.Max, Math.Max(column + 1, _cells.Length * 2)));
        }

        if (!_cells[column].IsEmpty)
        {
            throw new InvalidDataException($"the cell {ColumnName.FromIndex(column)}{Number} occurs twice");
        }

        _characters += cell.Text?.Length ?? 0;
        if (_characters > limits.MaxRowCharacters)
        {
            throw SpreadsheetErrors.RowTooLong($"{place}, row {Number}", limits.MaxRowCharacters);
        }

        _cells[column] = cell;
        _used = Math.Max(_used, column + 1);
        _isBlank &= isBlank;
    }

    private bool IsTotals()
    {
        foreach (var each in totals)
        {
            if (each.IsIn(Number) && _first >= each.FirstColumn && _last <= each.LastColumn)
            {
                return true;
            }
        }

        return false;
    }
}
