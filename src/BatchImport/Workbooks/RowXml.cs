using System.Buffers;
using System.Globalization;
using System.Text;
using BatchImport.Spreadsheets;

namespace BatchImport.Workbooks;

/// <summary>
/// Rows as SpreadsheetML in UTF-8, formatted directly into a pooled buffer: it formats a million rows of cells, and an XML writer
/// with its checks per cell takes several times as long. Texts are inline strings, so no table of strings grows with the file.
/// </summary>
internal sealed class RowXml : IDisposable
{
    private readonly byte[][] _styles = new byte[2 * CellStyles.Count][];
    private readonly byte[][] _columns;
    private readonly byte[] _row = new byte[10];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private int _length;
    private int _rowDigits;

    public RowXml(WorkbookFrame frame, int columns)
    {
        for (var index = 0; index < _styles.Length; index++)
        {
            var number = frame.StyleNumber((CellStyle)(index / 2), isError: index % 2 == 1);
            _styles[index] = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\" s=\"{number}\""));
        }

        _columns = new byte[columns][];
        for (var column = 0; column < columns; column++)
        {
            _columns[column] = Encoding.ASCII.GetBytes("<c r=\"" + ColumnLetters(column));
        }
    }

    /// <summary>The bytes written since <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Clears the buffer.</summary>
    public void Clear() => _length = 0;

    /// <summary>Begins a row.</summary>
    /// <param name="number">Its number, from 1.</param>
    public void BeginRow(int number)
    {
        Reserve(32);
        number.TryFormat(_row, out _rowDigits, default, CultureInfo.InvariantCulture);
        Append("<row r=\""u8);
        Append(_row.AsSpan(0, _rowDigits));
        Append("\">"u8);
    }

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        Reserve(8);
        Append("</row>"u8);
    }

    /// <summary>Writes a cell unchanged; an empty one only where it is the place of an error.</summary>
    public void Write(int column, Cell cell, bool isError = false)
    {
        switch (cell.Kind)
        {
            case CellKind.Text or CellKind.Error or CellKind.Identifier:
                WriteText(column, cell.Text!, CellStyles.ForText(cell.Text!), isError);
                break;
            case CellKind.Number:
                WriteNumber(column, cell.Number, CellStyles.ForNumber(cell.Number), isError);
                break;
            case CellKind.Date:
                WriteNumber(column, cell.Number, CellStyles.ForDate(cell.Number), isError);
                break;
            case CellKind.Boolean:
                BeginCell(column, CellStyle.General, isError);
                Append(cell.Number != 0 ? " t=\"b\"><v>1</v></c>"u8 : " t=\"b\"><v>0</v></c>"u8);
                break;
            default:
                if (isError)
                {
                    BeginCell(column, CellStyle.Text, isError);
                    Append("/>"u8);
                }

                break;
        }
    }

    /// <summary>Writes a text, which is never a formula; nothing for an empty one.</summary>
    public void WriteText(int column, string text, CellStyle style, bool isError = false)
    {
        if (text.Length == 0)
        {
            return;
        }

        var value = XmlText.Cut(text);
        BeginCell(column, style, isError);
        Append(NeedsPreserve(value) ? " t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8 : " t=\"inlineStr\"><is><t>"u8);
        Reserve((XmlText.MaxBytesPerChar * value.Length) + 32);
        _length += XmlText.Write(_buffer.AsSpan(_length), value);
        Append("</t></is></c>"u8);
    }

    /// <summary>Writes a number. One that a cell cannot hold (not finite) is written as text.</summary>
    public void WriteNumber(int column, double number, CellStyle style, bool isError = false)
    {
        if (!double.IsFinite(number))
        {
            WriteText(column, number.ToString(CultureInfo.InvariantCulture), CellStyle.Text, isError);
            return;
        }

        BeginCell(column, style, isError);
        Append("><v>"u8);
        number.TryFormat(_buffer.AsSpan(_length), out var bytes, default, CultureInfo.InvariantCulture);
        _length += bytes;
        Append("</v></c>"u8);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void BeginCell(int column, CellStyle style, bool isError)
    {
        // More than the total of a cell's tags, reference and longest number.
        Reserve(160);
        Append(_columns[column]);
        Append(_row.AsSpan(0, _rowDigits));
        Append(_styles[(2 * (int)style) + (isError ? 1 : 0)]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length >= bytes)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, _length + bytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static bool NeedsPreserve(string text) => text[0] <= ' ' || text[^1] <= ' ' || text.Contains('\n', StringComparison.Ordinal);

    private static string ColumnLetters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return letters;
    }
}
