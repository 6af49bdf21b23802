using System.Globalization;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// A worksheet's rows that are not blank, one at a time. Hidden rows and columns are read like any other; a merged area's value is in its
/// first cell, where the file has it; what <c>dimension</c> says is ignored.
/// </summary>
internal sealed class SheetRows : IRawRows
{
    private const int MaxRowNumber = 1_048_576;

    private readonly XmlPart _xml;
    private readonly XmlReader _reader;
    private readonly SheetContext _context;
    private readonly CellReader _cellReader;
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
        _cellReader = new CellReader(xml, context);
        xml.ReadRoot("worksheet", WorkbookPart.Namespaces);
    }

    public int RowNumber { get; private set; }

    public ReadOnlySpan<Cell> Cells => _cells.AsSpan(0, _columns == ColumnName.Max ? _used : _columns);

    public string? RowProblem { get; private set; }

    public void SetColumns(int columns)
    {
        _columns = columns;
        _cells = new Cell[columns];
    }

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
                if (_cellReader.IsAtCell)
                {
                    var cell = _cellReader.Read(RowNumber, ref column);
                    if (!cell.IsEmpty)
                    {
                        Place(column, cell);
                    }
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
}
