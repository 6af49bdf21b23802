using System.Text;
using BatchImport.Spreadsheets.Sheets;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets.Xls;

/// <summary>The data that the cells of a worksheet need besides their records.</summary>
/// <param name="Place">The sheet, for messages.</param>
/// <param name="Strings">The texts that cells refer to by number.</param>
/// <param name="Formats">The number formats of the cell formats.</param>
/// <param name="Is1904">True when day 0 is 1904-01-01.</param>
/// <param name="Encoding">The encoding of texts before Excel 97; null for later versions.</param>
/// <param name="Limits">The limits of the file.</param>
internal sealed record XlsContext(string Place, SharedStrings Strings, IReadOnlyList<NumberFormat> Formats, bool Is1904, Encoding? Encoding, SpreadsheetLimits Limits);

/// <summary>The rows of a worksheet that are not blank ([MS-XLS] 2.1.7.20.5), one at a time. Cells come row by row; each has its row and column.</summary>
internal sealed class XlsRows(BiffRecords records, SheetRowBuilder row, XlsContext context) : IRawRows
{
    private readonly StringBuilder _text = new();
    private int _nested;
    private bool _isAtCell;
    private bool _ended;

    public int RowNumber => row.Number;

    public ReadOnlySpan<Cell> Cells => row.Cells;

    public string? RowProblem => row.Problem;

    public void SetColumns(int columns, bool ignoreOthers) => row.SetColumns(columns, ignoreOthers);

    public bool Read()
    {
        while (_isAtCell || MoveToCell())
        {
            row.Begin(records.UInt16(0) + 1);
            do
            {
                ReadCells();
            }
            while (MoveToCell() && records.UInt16(0) + 1 == row.Number);

            if (row.IsRow)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
    }

    /// <summary>Moves to the next record with cells. False at the end of the sheet, for good.</summary>
    private bool MoveToCell()
    {
        while (!_ended && records.Read())
        {
            switch (records.Type)
            {
                // The records of charts in a sheet are between those of the sheet.
                case BiffType.BeginSubstream:
                    _nested++;
                    break;
                case BiffType.EndOfSubstream:
                    _ended = _nested-- == 0;
                    break;
                case BiffType.Formula or BiffType.MultipleRk or BiffType.RichText or BiffType.SharedString or BiffType.Number or BiffType.Text or BiffType.BooleanOrError or BiffType.Rk when _nested == 0:
                    return _isAtCell = true;
            }
        }

        return _isAtCell = false;
    }

    private void ReadCells()
    {
        var column = records.UInt16(2);
        if (records.Type != BiffType.MultipleRk)
        {
            Add(column, ReadCell());
            return;
        }

        for (var at = 4; at + 6 <= records.Data.Length - 2; at += 6)
        {
            Add(column++, CellValues.FromNumber(BinaryNumber.FromRk(records.UInt32(at + 2)), FormatAt(at), context.Is1904));
        }
    }

    private void Add(int column, in Cell cell)
    {
        if (column >= ColumnName.Max)
        {
            throw new InvalidDataException($"row {row.Number} has a cell in column {column + 1}, which no sheet can have");
        }

        if (!cell.IsEmpty)
        {
            row.Add(column, cell);
        }
    }

    private Cell ReadCell()
    {
        switch (records.Type)
        {
            case BiffType.Number:
                return OfNumber(records.Double(6));
            case BiffType.Rk:
                return OfNumber(BinaryNumber.FromRk(records.UInt32(6)));
            case BiffType.SharedString:
                var index = records.UInt32(6);
                return Cell.FromText(index < context.Strings.Count
                    ? context.Strings.Get((int)index)
                    : throw new InvalidDataException($"row {row.Number} refers to a text that the workbook does not have"));
            case BiffType.BooleanOrError:
                return records.Byte(7) == 0 ? Cell.FromBoolean(records.Byte(6) != 0) : Cell.FromError(BinaryNumber.ErrorText(records.Byte(6)));
            case BiffType.Formula:
                return ReadFormula();
            default:
                records.At = 6;
                return ReadText();
        }
    }

    /// <summary>The result of a formula ([MS-XLS] 2.4.127): a number, or a mark for a value of another type.</summary>
    private Cell ReadFormula()
    {
        if (records.UInt16(12) != 0xFFFF)
        {
            return OfNumber(records.Double(6));
        }

        switch (records.Byte(6))
        {
            case 0:
                return ReadFormulaText();
            case 1:
                return Cell.FromBoolean(records.Byte(8) != 0);
            case 2:
                return Cell.FromError(BinaryNumber.ErrorText(records.Byte(8)));
            default:
                return default;
        }
    }

    /// <summary>The text result of a formula: in a separate record after it, and after those of shared formulas and tables.</summary>
    private Cell ReadFormulaText()
    {
        while (records.PeekType() is not (-1 or BiffType.EndOfSubstream or BiffType.Formula) && records.Read())
        {
            if (records.Type == BiffType.FormulaText)
            {
                return ReadText();
            }
        }

        throw new InvalidDataException($"row {row.Number} has a formula whose text is missing");
    }

    private Cell ReadText()
    {
        var length = records.NextUInt16();
        if (length > context.Limits.MaxCellCharacters)
        {
            throw SpreadsheetErrors.CellTooLong($"{context.Place}, row {row.Number}", context.Limits.MaxCellCharacters);
        }

        if (context.Encoding is { } encoding)
        {
            return Cell.FromText(encoding.GetString(records.Span(records.At, length)));
        }

        if (length == 0)
        {
            return default;
        }

        _text.Clear();
        records.ReadText(length, _text);
        return Cell.FromText(_text.ToString());
    }

    private Cell OfNumber(double number) =>
        double.IsFinite(number) ? CellValues.FromNumber(number, FormatAt(4), context.Is1904) : throw new InvalidDataException($"row {row.Number} has an invalid number");

    private NumberFormat FormatAt(int offset)
    {
        var index = records.UInt16(offset);
        return index < context.Formats.Count ? context.Formats[index] : NumberFormat.General;
    }
}
