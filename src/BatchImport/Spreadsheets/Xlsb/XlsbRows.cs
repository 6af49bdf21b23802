using BatchImport.Spreadsheets.Sheets;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets.Xlsb;

/// <summary>The data that the cells of a binary worksheet need besides their records.</summary>
internal sealed record XlsbContext(string Place, SharedStrings Strings, IReadOnlyList<NumberFormat> Formats, bool Is1904, SpreadsheetLimits Limits);

/// <summary>The rows of a binary worksheet that are not blank ([MS-XLSB] 2.1.7.62), one at a time.</summary>
internal sealed class XlsbRows(BinaryRecords records, SheetRowBuilder row, XlsbContext context) : IRawRows
{
    private bool _isAtRow;
    private bool _inData;
    private bool _ended;

    public int RowNumber => row.Number;

    public ReadOnlySpan<Cell> Cells => row.Cells;

    public string? RowProblem => row.Problem;

    public void SetColumns(int columns, bool ignoreOthers) => row.SetColumns(columns, ignoreOthers);

    public bool Read()
    {
        while (_isAtRow || MoveToRow())
        {
            row.Begin((int)Math.Min(records.UInt32(0), int.MaxValue - 1) + 1);
            ReadCells();
            if (row.IsRow)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => records.Dispose();

    /// <summary>Moves to the next row's header. False at the end of the sheet, for good.</summary>
    private bool MoveToRow()
    {
        while (!_ended && records.Read())
        {
            switch (records.Type)
            {
                case RecordType.BeginSheetData:
                    _inData = true;
                    break;
                case RecordType.EndSheetData:
                    End();
                    break;
                case RecordType.RowHeader when _inData:
                    return _isAtRow = true;
            }
        }

        return _isAtRow = false;
    }

    private void ReadCells()
    {
        _isAtRow = false;
        while (records.Read())
        {
            switch (records.Type)
            {
                case RecordType.RowHeader:
                    _isAtRow = true;
                    return;
                case RecordType.EndSheetData:
                    End();
                    return;
                default:
                    var cell = ReadCell();
                    if (!cell.IsEmpty)
                    {
                        var column = records.UInt32(0);
                        row.Add(column < ColumnName.Max ? (int)column : throw new InvalidDataException($"row {row.Number} has a cell in column {column + 1L}, which no sheet can have"), cell);
                    }

                    break;
            }
        }
    }

    private void End()
    {
        _ended = true;
        records.ReadToEnd();
    }

    private Cell ReadCell() => records.Type switch
    {
        RecordType.CellRk => CellValues.FromNumber(BinaryNumber.FromRk(records.UInt32(8)), Format(), context.Is1904),
        RecordType.CellNumber or RecordType.FormulaNumber => OfNumber(records.Double(8)),
        RecordType.CellBoolean or RecordType.FormulaBoolean => Cell.FromBoolean(records.At(8, 1)[0] != 0),
        RecordType.CellError or RecordType.FormulaError => Cell.FromError(BinaryNumber.ErrorText(records.At(8, 1)[0])),
        RecordType.CellText or RecordType.FormulaText => OfText(8),
        RecordType.CellRichText => OfText(9),
        RecordType.CellSharedString => Cell.FromText(records.UInt32(8) is var index && index < context.Strings.Count
            ? context.Strings.Get((int)index)
            : throw new InvalidDataException($"row {row.Number} refers to a text that the workbook does not have")),
        _ => default,
    };

    private Cell OfNumber(double number) =>
        double.IsFinite(number) ? CellValues.FromNumber(number, Format(), context.Is1904) : throw new InvalidDataException($"row {row.Number} has an invalid number");

    private Cell OfText(int offset)
    {
        var text = records.IsTooLong ? default : records.Text(offset, out _);
        return !records.IsTooLong && text.Length <= context.Limits.MaxCellCharacters
            ? Cell.FromText(text.ToString())
            : throw SpreadsheetErrors.CellTooLong($"{context.Place}, row {row.Number}", context.Limits.MaxCellCharacters);
    }

    private NumberFormat Format()
    {
        var index = (int)(records.UInt32(4) & 0xFFFFFF);
        return index < context.Formats.Count ? context.Formats[index] : NumberFormat.General;
    }
}
