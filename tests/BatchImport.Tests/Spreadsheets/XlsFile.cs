using System.Buffers.Binary;
using System.Text;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Workbooks of Excel 97 to 2003 ([MS-XLS]), or of Excel 5.0 and 95, record by record.</summary>
internal sealed class XlsFile
{
    private const int MaxRecord = 8_224;

    private readonly bool _isVersion8;
    private readonly List<(string Name, byte State, List<byte> Records)> _sheets = [];
    private readonly List<string> _strings = [];
    private readonly List<byte> _globals = [];

    private XlsFile(bool isVersion8) => _isVersion8 = isVersion8;

    /// <summary>A workbook of Excel 97 or later.</summary>
    public static XlsFile Excel97() => new(isVersion8: true);

    /// <summary>A workbook of Excel 5.0 or 95, with texts in a code page.</summary>
    public static XlsFile Excel95(ushort codePage)
    {
        var file = new XlsFile(isVersion8: false);
        file.Global(0x42, U16(codePage));
        return file;
    }

    public static byte[] U16(params ReadOnlySpan<ushort> values)
    {
        var bytes = new byte[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), values[i]);
        }

        return bytes;
    }

    /// <summary>Adds a record to what all sheets share.</summary>
    public XlsFile Global(int type, byte[] data)
    {
        Append(_globals, type, data);
        return this;
    }

    /// <summary>Adds number formats, each with a cell format of the index it has here; 0 is General.</summary>
    public XlsFile Formats(params ReadOnlySpan<string> codes)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            var id = U16((ushort)(164 + i));
            Global(0x41E, _isVersion8
                ? [.. id, .. U16((ushort)codes[i].Length), 1, .. Encoding.Unicode.GetBytes(codes[i])]
                : [.. id, (byte)codes[i].Length, .. Encoding.ASCII.GetBytes(codes[i])]);
        }

        for (var i = 0; i <= codes.Length; i++)
        {
            Global(0xE0, [.. U16(0, (ushort)(i == 0 ? 0 : 163 + i)), .. new byte[16]]);
        }

        return this;
    }

    /// <summary>Begins a sheet.</summary>
    public XlsFile Sheet(string name, byte state = 0)
    {
        _sheets.Add((name, state, []));
        return this;
    }

    /// <summary>Adds a record to the sheet.</summary>
    public XlsFile Record(int type, byte[] data)
    {
        Append(_sheets[^1].Records, type, data);
        return this;
    }

    /// <summary>Adds a cell: a text of the shared table, a number, or a boolean.</summary>
    public XlsFile Cell(ushort row, ushort column, object value, ushort format = 0)
    {
        var at = U16(row, column, format);
        switch (value)
        {
            case string text:
                _strings.Add(text);
                return Record(0xFD, [.. at, .. BitConverter.GetBytes(_strings.Count - 1)]);
            case bool flag:
                return Record(0x205, [.. at, (byte)(flag ? 1 : 0), 0]);
            default:
                return Record(0x203, [.. at, .. BitConverter.GetBytes(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture))]);
        }
    }

    /// <summary>The workbook's stream.</summary>
    public byte[] ToStream()
    {
        var end = new List<byte>();
        if (_isVersion8)
        {
            AppendStrings(end);
        }

        Append(end, 0x0A, []);
        var version = (ushort)(_isVersion8 ? 0x0600 : 0x0500);
        var stream = new List<byte>();
        Append(stream, 0x809, U16(version, 5, 0, 0));
        stream.AddRange(_globals);
        var position = stream.Count + _sheets.Sum(sheet => Bound(0, sheet.State, sheet.Name).Length + 4) + end.Count;
        foreach (var (name, state, records) in _sheets)
        {
            Append(stream, 0x85, Bound(position, state, name));
            position += 12 + records.Count + 4;
        }

        stream.AddRange(end);
        foreach (var (_, _, records) in _sheets)
        {
            Append(stream, 0x809, U16(version, 0x10, 0, 0));
            stream.AddRange(records);
            Append(stream, 0x0A, []);
        }

        return [.. stream];
    }

    public byte[] ToBytes(string stream = "Workbook", bool isPadded = true)
    {
        var content = ToStream();
        return OleFile.With(stream, isPadded && content.Length < 4_096 ? [.. content, .. new byte[4_096 - content.Length]] : content);
    }

    private static void Append(List<byte> to, int type, byte[] data)
    {
        to.AddRange(U16((ushort)type, (ushort)data.Length));
        to.AddRange(data);
    }

    private byte[] Bound(int position, byte state, string name) => _isVersion8
        ? [.. BitConverter.GetBytes(position), state, 0, (byte)name.Length, 1, .. Encoding.Unicode.GetBytes(name)]
        : [.. BitConverter.GetBytes(position), state, 0, (byte)name.Length, .. Encoding.Latin1.GetBytes(name)];

    /// <summary>The shared texts, with one byte per character where Excel uses one, over as many records as needed.</summary>
    private void AppendStrings(List<byte> to)
    {
        var record = new List<byte>([.. BitConverter.GetBytes(_strings.Count), .. BitConverter.GetBytes(_strings.Count)]);
        var type = 0xFC;
        foreach (var text in _strings)
        {
            if (record.Count > MaxRecord - 4)
            {
                End();
            }

            var isWide = text.Any(c => c > 0xFF);
            record.AddRange([.. U16((ushort)text.Length), (byte)(isWide ? 1 : 0)]);
            foreach (var c in text)
            {
                if (record.Count + (isWide ? 2 : 1) > MaxRecord)
                {
                    End();
                    record.Add((byte)(isWide ? 1 : 0));
                }

                record.AddRange(isWide ? BitConverter.GetBytes(c) : [(byte)c]);
            }
        }

        End();

        void End()
        {
            Append(to, type, [.. record]);
            record.Clear();
            type = 0x3C;
        }
    }
}
