using System.Buffers.Binary;
using System.Text;

namespace BatchImport.Spreadsheets.Xls;

/// <summary>
/// The records of a workbook's stream ([MS-XLS] 2.1.4): a type, a length, and data. Data longer than a record continues in records of the type
/// <see cref="BiffType.Continue"/>, which the methods that continue reading follow.
/// </summary>
internal sealed class BiffRecords(CompoundStream stream)
{
    private const int HeaderSize = 4;
    private const int MaxRecord = ushort.MaxValue;

    private readonly byte[] _buffer = new byte[2 * (MaxRecord + HeaderSize)];
    private long _position;
    private int _start;
    private int _end;
    private int _data;
    private int _length;
    private int _at;

    /// <summary>The current record's type.</summary>
    public int Type { get; private set; }

    /// <summary>The current record's data.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(_data, _length);

    /// <summary>The position at which reading continues in the current record's data.</summary>
    public int At
    {
        get => _at;
        set => _at = value;
    }

    /// <summary>True at the end of the current record's data.</summary>
    public bool IsAtEnd => _at >= _length;

    /// <summary>Continues at a position of the stream.</summary>
    public void Seek(long position)
    {
        _position = position;
        (_start, _end, _length, _at) = (0, 0, 0, 0);
    }

    /// <summary>Moves to the next record. False at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The stream ends within a record.</exception>
    public bool Read()
    {
        if (!Fill(HeaderSize))
        {
            return false;
        }

        Type = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_start));
        _length = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_start + 2));
        if (!Fill(HeaderSize + _length))
        {
            throw Truncated();
        }

        _data = _start + HeaderSize;
        _start += HeaderSize + _length;
        _at = 0;
        return true;
    }

    /// <summary>The type of the next record; -1 at the end. The current record's data is no longer available.</summary>
    public int PeekType() => Fill(HeaderSize) ? BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_start)) : -1;

    /// <summary>A byte of the current record.</summary>
    public byte Byte(int offset) => Span(offset, 1)[0];

    /// <summary>A number of two bytes of the current record.</summary>
    public int UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, 2));

    /// <summary>A number of four bytes of the current record.</summary>
    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span(offset, 4));

    /// <summary>A double of the current record.</summary>
    public double Double(int offset) => BinaryPrimitives.ReadDoubleLittleEndian(Span(offset, 8));

    /// <summary>Bytes of the current record.</summary>
    public ReadOnlySpan<byte> Span(int offset, int length) => length <= _length - offset ? _buffer.AsSpan(_data + offset, length) : throw Truncated();

    /// <summary>Continues reading: a string of Excel 97 and later (XLUnicodeRichExtendedString, [MS-XLS] 2.5.293), without its formatting.</summary>
    /// <param name="characters">The number of its characters.</param>
    /// <param name="text">Receives the characters.</param>
    public void ReadText(int characters, StringBuilder text)
    {
        var flags = NextByte();
        var runs = (flags & 8) != 0 ? NextByte() | (NextByte() << 8) : 0;
        var extension = (flags & 4) != 0 ? NextUInt32() : 0;
        while (characters > 0)
        {
            if (IsAtEnd)
            {
                // Each record begins with flags: whether its characters have one byte or two.
                Continue();
                flags = NextByte();
            }

            var isWide = (flags & 1) != 0;
            var count = Math.Min(characters, (_length - _at) / (isWide ? 2 : 1));
            if (count == 0)
            {
                throw Truncated();
            }

            var bytes = Span(_at, isWide ? 2 * count : count);
            Append(bytes, isWide, text);
            _at += bytes.Length;
            characters -= count;
        }

        Skip((4L * runs) + extension);
    }

    /// <summary>Moves to the record that continues the current one.</summary>
    public void Continue()
    {
        if (PeekType() != BiffType.Continue || !Read())
        {
            throw Truncated();
        }
    }

    /// <summary>Continues reading: a number of two bytes, in one record.</summary>
    public int NextUInt16()
    {
        var value = UInt16(_at);
        _at += 2;
        return value;
    }

    private static InvalidDataException Truncated() => new("a record ends too early");

    private static void Append(ReadOnlySpan<byte> bytes, bool isWide, StringBuilder text)
    {
        for (var i = 0; i < bytes.Length; i += isWide ? 2 : 1)
        {
            text.Append(isWide ? (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[i..]) : (char)bytes[i]);
        }
    }

    private byte NextByte()
    {
        var value = Byte(_at);
        _at++;
        return value;
    }

    private uint NextUInt32()
    {
        var value = UInt32(_at);
        _at += 4;
        return value;
    }

    private void Skip(long bytes)
    {
        while (bytes > _length - _at)
        {
            bytes -= _length - _at;
            Continue();
        }

        _at += (int)bytes;
    }

    /// <summary>Fills the buffer with at least the given number of bytes. False if the stream ends before.</summary>
    private bool Fill(int count)
    {
        if (_end - _start >= count)
        {
            return true;
        }

        // The rest of the buffer moves to its start: the current record's data is no longer available.
        if (_buffer.Length - _start < count)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            var read = stream.Read(_position, _buffer.AsSpan(_end));
            if (read == 0)
            {
                return false;
            }

            _position += read;
            _end += read;
        }

        return true;
    }
}
