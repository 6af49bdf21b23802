using System.Globalization;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>What cells need to become values besides their own XML.</summary>
internal sealed record SheetContext(string Place, SharedStrings Strings, Styles Styles, bool Is1904, SpreadsheetLimits Limits);

/// <summary>
/// A worksheet's rows that are not blank, one at a time. Hidden rows and columns are read like any other; a merged area's value is in its
/// first cell, where the file has it; what <c>dimension</c> says is ignored.
/// </summary>
internal sealed class SheetRows : IDisposable
{
    private const int MaxRowNumber = 1_048_576;

    private readonly XmlPart _xml;
    private readonly XmlReader _reader;
    private readonly SheetContext _context;
    private readonly TextBuffer _text;
    private readonly NameSet _names;
    private Cell[] _cells = new Cell[64];
    private int _columns = ColumnName.Max;
    private int _used;
    private int _characters;
    private bool _isBlank;
    private bool _ended;

    /// <summary>Starts reading a sheet.</summary>
    public SheetRows(XmlPart xml, SheetContext context)
    {
        _xml = xml;
        _reader = xml.Reader;
        _context = context;
        _text = new TextBuffer(context.Limits.MaxCellCharacters);
        _names = new NameSet(_reader.NameTable);
        xml.ReadRoot("worksheet", WorkbookPart.Namespaces);
    }

    /// <summary>The current row's number, 1-based.</summary>
    public int RowNumber { get; private set; }

    /// <summary>The current row's cells, up to the last one used or, once <see cref="SetColumns"/> was called, as many as that.</summary>
    public ReadOnlySpan<Cell> Cells => _cells.AsSpan(0, _columns == ColumnName.Max ? _used : _columns);

    /// <summary>What stands behind the last column, if anything does.</summary>
    public string? RowProblem { get; private set; }

    /// <summary>Fixes the number of columns, from the next row on.</summary>
    public void SetColumns(int columns)
    {
        _columns = columns;
        _cells = new Cell[columns];
    }

    /// <summary>Moves to the next row that is not blank. False at the end.</summary>
    public bool Read()
    {
        while (!_ended && _xml.Read())
        {
            if (_xml.IsStart("row"))
            {
                ReadRow();
                if (!_isBlank)
                {
                    return true;
                }
            }
            else if (_xml.IsEnd("sheetData"))
            {
                _ended = true;
                _xml.ReadToEnd();
            }
        }

        return false;
    }

    public void Dispose() => _xml.Dispose();

    private void ReadRow()
    {
        RowNumber = ReadRowNumber();
        RowProblem = null;
        Array.Clear(_cells);
        _used = 0;
        _characters = 0;
        _isBlank = true;
        if (_reader.IsEmptyElement)
        {
            return;
        }

        var column = -1;
        while (_xml.Read())
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                if (ReferenceEquals(_reader.LocalName, _names.Cell))
                {
                    column = ReadCell(column);
                }
                else
                {
                    _xml.Skip();
                }
            }
            else if (_reader.NodeType == XmlNodeType.EndElement)
            {
                return;
            }
        }
    }

    private int ReadRowNumber()
    {
        if (_reader.GetAttribute("r") is not { } reference)
        {
            return RowNumber + 1;
        }

        return int.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > RowNumber && number <= MaxRowNumber
            ? number
            : throw new InvalidDataException($"its row {CellText.Quote(reference)} follows row {RowNumber}");
    }

    /// <summary>Reads a cell; its column's index.</summary>
    private int ReadCell(int previous)
    {
        string? reference = null, type = null, style = null;
        while (_reader.MoveToNextAttribute())
        {
            var name = _reader.LocalName;
            if (ReferenceEquals(name, _names.Reference))
            {
                reference = _reader.Value;
            }
            else if (ReferenceEquals(name, _names.Style))
            {
                style = _reader.Value;
            }
            else if (ReferenceEquals(name, _names.Type))
            {
                type = _reader.Value;
            }
        }

        _reader.MoveToElement();
        var column = reference is null ? previous + 1 : ColumnName.IndexIn(reference);
        if (column == ColumnName.Max)
        {
            throw Refuse.TooManyCells($"{_context.Place}, row {RowNumber}", ColumnName.Max);
        }

        if (column < 0)
        {
            throw new InvalidDataException($"row {RowNumber} has a cell {CellText.Quote(reference!)}, which no sheet can have");
        }

        if (_reader.IsEmptyElement)
        {
            return column;
        }

        ReadContent();
        if (_text.IsTooLong)
        {
            throw Refuse.CellTooLong($"{_context.Place}, cell {ColumnName.Of(column)}{RowNumber}", _context.Limits.MaxCellCharacters);
        }

        var cell = MakeCell(type, style);
        if (!cell.IsEmpty)
        {
            Place(column, cell);
        }

        return column;
    }

    private void ReadContent()
    {
        _text.Clear();
        var depth = _reader.Depth;
        while (_xml.Read())
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                var name = _reader.LocalName;
                if (ReferenceEquals(name, _names.Value))
                {
                    _xml.ReadText(_text);
                }
                else if (ReferenceEquals(name, _names.InlineString))
                {
                    _xml.ReadRichText(_text);
                }
                else
                {
                    // A formula: what counts is the result stored beside it.
                    _xml.Skip();
                }

                if (_text.IsTooLong)
                {
                    return;
                }
            }
            else if (_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth)
            {
                return;
            }
        }
    }

    private Cell MakeCell(string? type, string? style)
    {
        switch (type)
        {
            case null or "n":
                var format = style is not null && int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? _context.Styles.KindOf(index) : NumberFormatKind.Number;
                return CellValues.OfNumber(_text.Text, format, _context.Is1904);
            case "s":
                return _text.Text.IsEmpty ? default : Cell.OfText(SharedString());
            case "b":
                return _text.Text.IsEmpty ? default : Cell.OfBoolean(_text.Text.Trim() is "1" or "true" or "TRUE");
            case "e":
                return _text.Text.IsEmpty ? default : Cell.OfError(_text.Text.ToString());
            case "d":
                return _text.Text.IsWhiteSpace() ? default : CellValues.OfIsoDate(_text.Text);
            default:
                _text.DecodeEscapes();
                return Cell.OfText(_text.Text.ToString());
        }
    }

    private string SharedString() =>
        int.TryParse(_text.Text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var index) && index < _context.Strings.Count
            ? _context.Strings.Get(index)
            : throw new InvalidDataException($"row {RowNumber} refers to a text that the workbook does not have");

    private void Place(int column, Cell cell)
    {
        var isBlank = Spreadsheets.Header.IsBlank(cell);
        if (column >= _columns)
        {
            if (!isBlank && RowProblem is null)
            {
                _isBlank = false;
                RowProblem = Refuse.ExtraCell(_columns, column, CellText.Of(cell));
            }

            return;
        }

        if (column >= _cells.Length)
        {
            Array.Resize(ref _cells, Math.Min(ColumnName.Max, Math.Max(column + 1, _cells.Length * 2)));
        }

        if (!_cells[column].IsEmpty)
        {
            throw new InvalidDataException($"the cell {ColumnName.Of(column)}{RowNumber} is there twice");
        }

        _characters += cell.Text?.Length ?? 0;
        if (_characters > _context.Limits.MaxRowCharacters)
        {
            throw Refuse.RowTooLong($"{_context.Place}, row {RowNumber}", _context.Limits.MaxRowCharacters);
        }

        _cells[column] = cell;
        _used = Math.Max(_used, column + 1);
        _isBlank &= isBlank;
    }

    /// <summary>The names looked for in every cell, as the reader hands them out: equal ones are the same string.</summary>
    private sealed class NameSet(XmlNameTable table)
    {
        public readonly string Cell = table.Add("c");
        public readonly string Value = table.Add("v");
        public readonly string InlineString = table.Add("is");
        public readonly string Reference = table.Add("r");
        public readonly string Style = table.Add("s");
        public readonly string Type = table.Add("t");
    }
}
