using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets.Xlsb;

/// <summary>
/// The records of a binary part ([MS-XLSB] 2.1.4), forward only: a type, a length, and data. A record that is longer than any relevant one is skipped
/// and has no data.
/// </summary>
/// <param name="stream">The part's bytes; closed with this.</param>
/// <param name="maxLength">The maximum length in bytes of a record whose data is kept.</param>
internal sealed class BinaryRecords(PartStream stream, int maxLength) : IDisposable
{
    private const int BufferSize = 65_536;

    private byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private int _data;
    private int _length;

    /// <summary>The current record's type.</summary>
    public int Type { get; private set; }

    /// <summary>The current record's data.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(_data, _length);

    /// <summary>True when the current record is longer than the maximum.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Moves to the next record. False at the part's end.</summary>
    /// <exception cref="InvalidDataException">The part ends within a record.</exception>
    public bool Read()
    {
        stream.BeginToken();
        if (!Fill(1))
        {
            return false;
        }

        Type = ReadVariable(2);
        var length = ReadVariable(4);
        IsTooLong = length > maxLength;
        if (IsTooLong)
        {
            Skip(length);
            (_data, _length) = (_start, 0);
            return true;
        }

        if (!Fill(length))
        {
            throw Truncated();
        }

        (_data, _length) = (_start, length);
        _start += length;
        return true;
    }

    /// <summary>Reads to the part's end, so that its checksum is verified.</summary>
    public void ReadToEnd()
    {
        while (Read())
        {
        }
    }

    /// <summary>A number of two bytes of the current record.</summary>
    public int UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    /// <summary>A number of four bytes of the current record.</summary>
    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    /// <summary>A double of the current record.</summary>
    public double Double(int offset) => BinaryPrimitives.ReadDoubleLittleEndian(At(offset, 8));

    /// <summary>A text (XLWideString, [MS-XLSB] 2.5.169) of the current record; null where it has none (XLNullableWideString).</summary>
    /// <param name="offset">The offset of its start.</param>
    /// <param name="end">The offset of its end.</param>
    public ReadOnlySpan<char> Text(int offset, out int end)
    {
        var length = UInt32(offset);
        if (length == uint.MaxValue)
        {
            end = offset + 4;
            return default;
        }

        if (length > int.MaxValue / 4)
        {
            throw Truncated();
        }

        end = offset + 4 + (2 * (int)length);
        return MemoryMarshal.Cast<byte, char>(At(offset + 4, 2 * (int)length));
    }

    /// <summary>Bytes of the current record.</summary>
    public ReadOnlySpan<byte> At(int offset, int length) => offset >= 0 && length <= _length - offset ? _buffer.AsSpan(_data + offset, length) : throw Truncated();

    public void Dispose() => stream.Dispose();

    private static InvalidDataException Truncated() => new("a record ends too early");

    private int ReadVariable(int maxBytes)
    {
        var value = 0;
        for (var i = 0; i < maxBytes; i++)
        {
            if (!Fill(1))
            {
                throw Truncated();
            }

            var b = _buffer[_start++];
            value |= (b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                break;
            }
        }

        return value;
    }

    private void Skip(int length)
    {
        while (length > 0)
        {
            stream.BeginToken();
            if (!Fill(1))
            {
                throw Truncated();
            }

            var count = Math.Min(length, _end - _start);
            _start += count;
            length -= count;
        }
    }

    /// <summary>Fills the buffer with at least the given number of bytes. False if the part ends before.</summary>
    private bool Fill(int count)
    {
        if (_end - _start >= count)
        {
            return true;
        }

        if (_buffer.Length - _start < count)
        {
            var target = _buffer.Length < count ? new byte[Math.Max(count, 2 * _buffer.Length)] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(target);
            _buffer = target;
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            var read = stream.Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
