using Sylvan.Data.Csv;

namespace BatchImport.Spreadsheets.Text;

/// <summary>The records of delimited text that are not blank.</summary>
internal sealed class TextRows(CsvDataReader csv, SpreadsheetLimits limits) : IRawRows
{
    private Cell[] _cells = [];
    private int _columns = -1;

    public int RowNumber { get; private set; }

    public ReadOnlySpan<Cell> Cells => _cells;

    public string? RowProblem { get; private set; }

    public void SetColumns(int columns)
    {
        _columns = columns;
        _cells = new Cell[columns];
    }

    public bool Read()
    {
        while (csv.Read())
        {
            if (_columns < 0)
            {
                _cells = new Cell[csv.RowFieldCount];
            }

            if (Load())
            {
                RowNumber = csv.RowNumber;
                return true;
            }
        }

        return false;
    }

    public void Dispose() => csv.Dispose();

    /// <summary>Takes the current record over; false when it is blank.</summary>
    private bool Load()
    {
        var fields = csv.RowFieldCount;
        var blank = true;
        for (var i = 0; i < _cells.Length; i++)
        {
            _cells[i] = i < fields ? ReadCell(i) : default;
            blank &= Header.IsBlank(_cells[i]);
        }

        RowProblem = null;
        for (var i = _cells.Length; i < fields; i++)
        {
            var extra = csv.GetFieldSpan(i);
            if (!extra.IsWhiteSpace())
            {
                RowProblem = Refuse.ExtraCell(_cells.Length, i, extra.ToString());
                return true;
            }
        }

        return !blank;
    }

    private Cell ReadCell(int index)
    {
        var text = csv.GetFieldSpan(index);
        return text.Length <= limits.MaxCellCharacters
            ? Cell.OfText(text.IsEmpty ? null : csv.GetString(index))
            : throw Refuse.CellTooLong($"row {csv.RowNumber}, column {ColumnName.Of(index)}", limits.MaxCellCharacters);
    }
}
