using System.IO.Compression;
using System.Text;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Binary workbooks ([MS-XLSB]), record by record, with one sheet.</summary>
internal sealed class XlsbFile
{
    private readonly List<byte> _sheet = [];
    private readonly List<byte> _strings = [];
    private readonly List<byte> _formats = [];
    private readonly List<byte> _cellFormats = [];
    private readonly XlsxFile _file = new();
    private int _texts;

    /// <summary>The archive, to add parts to.</summary>
    public XlsxFile Archive => _file;

    public static byte[] Record(int type, params byte[] data)
    {
        var head = new List<byte>();
        head.AddRange(type < 0x80 ? [(byte)type] : [(byte)((type & 0x7F) | 0x80), (byte)(type >> 7)]);
        var length = data.Length;
        do
        {
            head.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        return [.. head, .. data];
    }

    public static byte[] Text(string text) => [.. BitConverter.GetBytes(text.Length), .. Encoding.Unicode.GetBytes(text)];

    /// <summary>Adds number formats, each with a cell format of the index it has here; 0 is General.</summary>
    public XlsbFile Formats(params ReadOnlySpan<string> codes)
    {
        _cellFormats.AddRange(Record(47, new byte[16]));
        for (var i = 0; i < codes.Length; i++)
        {
            var id = BitConverter.GetBytes((ushort)(164 + i));
            _formats.AddRange(Record(44, [.. id, .. Text(codes[i])]));
            _cellFormats.AddRange(Record(47, [0, 0, .. id, .. new byte[12]]));
        }

        return this;
    }

    /// <summary>Begins a row.</summary>
    public XlsbFile Row(int number) => Add(0, [.. BitConverter.GetBytes(number - 1), .. new byte[13]]);

    /// <summary>Adds a record to the sheet's data.</summary>
    public XlsbFile Add(int type, params byte[] data)
    {
        _sheet.AddRange(Record(type, data));
        return this;
    }

    /// <summary>Adds a cell as a record of a given type.</summary>
    public XlsbFile Cell(int type, int column, byte[] value, int format = 0) => Add(type, [.. BitConverter.GetBytes(column), .. BitConverter.GetBytes(format), .. value]);

    /// <summary>Adds a cell: a text of the shared table, or a number.</summary>
    public XlsbFile Cell(int column, object value, int format = 0)
    {
        if (value is not string text)
        {
            return Cell(5, column, BitConverter.GetBytes(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)), format);
        }

        _strings.AddRange(Record(19, [0, .. Text(text)]));
        return Cell(7, column, BitConverter.GetBytes(_texts++), format);
    }

    /// <summary>The file, as an archive.</summary>
    public byte[] ToBytes(bool is1904 = false) => _file
        .With("_rels/.rels", XlsxFile.Relationships(("rId1", XlsxFile.Office + "/officeDocument", "xl/workbook.bin")))
        .With("xl/_rels/workbook.bin.rels", XlsxFile.Relationships(
            ("rId1", XlsxFile.Office + "/worksheet", "worksheets/sheet1.bin"), ("rId2", XlsxFile.Office + "/sharedStrings", "sharedStrings.bin"), ("rId3", XlsxFile.Office + "/styles", "styles.bin")))
        .With("xl/workbook.bin", [.. Record(131), .. Record(153, [(byte)(is1904 ? 1 : 0), 0, 0, 0, .. new byte[8]]), .. Record(143), .. Record(156, [0, 0, 0, 0, 1, 0, 0, 0, .. Text("rId1"), .. Text("Sheet1")]), .. Record(144), .. Record(132)])
        .With("xl/worksheets/sheet1.bin", [.. Record(129), .. Record(145), .. _sheet, .. Record(146), .. Record(130)])
        .With("xl/sharedStrings.bin", [.. Record(159, new byte[8]), .. _strings, .. Record(160)])
        .With("xl/styles.bin", [.. Record(615, new byte[4]), .. _formats, .. Record(616), .. Record(617, new byte[4]), .. _cellFormats, .. Record(618)])
        .ToBytes(CompressionLevel.Fastest);
}
