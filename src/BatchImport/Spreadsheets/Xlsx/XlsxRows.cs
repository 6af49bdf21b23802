using System.Globalization;
using System.Xml;
using BatchImport.Spreadsheets.Sheets;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// A worksheet's rows that are not blank, one at a time. Hidden rows and columns are read like any other; a merged area's value is in its
/// first cell, as in the file; <c>dimension</c> is ignored. The totals row of a table is skipped.
/// </summary>
internal sealed class XlsxRows : IRawRows
{
    private readonly XmlPart _xml;
    private readonly XmlReader _reader;
    private readonly CellReader _cellReader;
    private readonly SheetRowBuilder _row;
    private int _next;
    private bool _ended;

    /// <summary>Starts reading a sheet.</summary>
    public XlsxRows(XmlPart xml, SheetContext context)
    {
        _xml = xml;
        _reader = xml.Reader;
        _cellReader = new CellReader(xml, context);
        _row = new SheetRowBuilder(context.Place, context.Totals, context.Limits);
        xml.ReadRoot("worksheet", WorkbookPart.Namespaces);
    }

    public int RowNumber => _row.Number;

    public ReadOnlySpan<Cell> Cells => _row.Cells;

    public string? RowProblem => _row.Problem;

    public void SetColumns(int columns, bool ignoreOthers) => _row.SetColumns(columns, ignoreOthers);

    public bool Read()
    {
        while (_next > 0 || MoveToRow())
        {
            _row.Begin(_next);

            // Some programs write a row in several pieces, each with the row's number.
            do
            {
                ReadCells();
            }
            while (MoveToRow() && _next == _row.Number);

            if (_row.IsRow)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _xml.Dispose();

    /// <summary>Moves to the next row's start and takes its number. False at the end of the sheet, for good.</summary>
    private bool MoveToRow()
    {
        _next = 0;
        while (!_ended && _xml.Read())
        {
            if (_xml.IsStart("row"))
            {
                _next = ReadRowNumber();
                return true;
            }

            if (_xml.IsEnd("sheetData"))
            {
                _ended = true;
                _xml.ReadToEnd();
            }
        }

        return false;
    }

    private int ReadRowNumber()
    {
        if (_reader.GetAttribute("r") is not { } reference)
        {
            return _row.Number + 1;
        }

        return int.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new InvalidDataException($"its row {CellText.Quote(reference)} follows row {_row.Number}");
    }

    private void ReadCells()
    {
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
                    var cell = _cellReader.Read(_row.Number, ref column);
                    if (!cell.IsEmpty)
                    {
                        _row.Add(column, cell);
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
}
