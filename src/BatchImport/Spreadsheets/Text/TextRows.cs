using System.Globalization;

namespace BatchImport.Spreadsheets.Text;

/// <summary>The records of delimited text that are not blank.</summary>
internal sealed class TextRows(TextSource source, RecordReader records, SpreadsheetLimits limits) : IRawRows
{
    private Cell[] _cells = [];
    private int _columns = -1;
    private bool _ignoresOthers;

    public int RowNumber { get; private set; }

    public ReadOnlySpan<Cell> Cells => _cells;

    public string? RowProblem { get; private set; }

    public void SetColumns(int columns, bool ignoreOthers)
    {
        _columns = columns;
        _ignoresOthers = ignoreOthers;
        _cells = new Cell[columns];
    }

    public bool Read()
    {
        while (records.Read())
        {
            if (_columns < 0)
            {
                _cells = new Cell[records.Count];
            }

            if (Load())
            {
                RowNumber = records.RecordNumber;
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
    }

    /// <summary>Copies the current record; false when it is blank.</summary>
    private bool Load()
    {
        RowProblem = null;
        var fields = records.Count;
        var blank = true;
        for (var i = 0; i < _cells.Length; i++)
        {
            _cells[i] = i < fields ? ReadCell(i) : default;
            blank = blank && Header.IsBlank(_cells[i]);
        }

        for (var i = _cells.Length; i < fields && !_ignoresOthers; i++)
        {
            if (!records.Written(i).IsWhiteSpace())
            {
                RowProblem ??= SpreadsheetErrors.ExtraCell(_cells.Length, i, records.Text(i));
                return true;
            }
        }

        return !blank;
    }

    /// <summary>
    /// The text of <c>="00123"</c>: with such a formula programs keep the zeros of an id when the file is opened in Excel, which shows the text.
    /// </summary>
    private static string WithoutFormula(string text)
    {
        if (text.Length < 3 || text[^1] != '"')
        {
            return text;
        }

        var value = text[2..^1];
        var unescaped = value.Replace("\"\"", "\"", StringComparison.Ordinal);
        return unescaped.Count('"') * 2 == value.Count('"') ? unescaped : text;
    }

    private Cell ReadCell(int index)
    {
        var length = records.Length(index);
        if (length == 0)
        {
            return default;
        }

        if (length > limits.MaxCellCharacters)
        {
            RowProblem ??= string.Create(CultureInfo.InvariantCulture, $"The text in column {ColumnName.FromIndex(index)} has {length:N0} characters; {limits.MaxCellCharacters:N0} is the most that a cell can have. Shorten it.");
            return Cell.FromText(string.Concat(records.Written(index)[..Math.Min(CellText.ShownLength, limits.MaxCellCharacters)], "…"));
        }

        var text = records.Text(index);
        if (source.HasBrokenBytes && BrokenBytes.AreIn(text))
        {
            text = BrokenBytes.Repair(text, out var broken);
            RowProblem ??= broken is { } value ? BrokenBytes.Describe($"column {ColumnName.FromIndex(index)}", text, value, source.EncodingName) : null;
        }

        return Cell.FromText(text is ['=', '"', ..] ? WithoutFormula(text) : text);
    }
}
