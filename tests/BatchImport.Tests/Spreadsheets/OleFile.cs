using System.Buffers.Binary;
using System.Text;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>OLE compound files ([MS-CFB]) with one stream, whose entry is in the directory's second sector.</summary>
internal static class OleFile
{
    private const int Sector = 512;
    private const int MiniSector = 64;
    private const int Entry = 128;
    private const int MiniCutoff = 4_096;
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint TableSector = 0xFFFFFFFD;

    /// <summary>A file with a stream that is empty.</summary>
    public static byte[] With(string stream) => With(stream, []);

    /// <summary>A file with a stream. A stream below 4,096 bytes is in small sectors.</summary>
    public static byte[] With(string stream, byte[] content)
    {
        var isMini = content.Length < MiniCutoff;
        var sectors = (content.Length + Sector - 1) / Sector;
        var tables = 1;
        while (tables * (Sector / 4) < tables + 3 + sectors)
        {
            tables++;
        }

        // The allocation table, the directory in two sectors with the small sectors' table between them, and the content.
        var (directory, miniTable, start) = (tables, tables + 1, tables + 3);
        var file = new byte[Sector * (1 + start + sectors)];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(26), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(28), 0xFFFE);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(30), 9);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(32), 6);
        Number(file, 44, (uint)tables);
        Number(file, 48, (uint)directory);
        Number(file, 56, MiniCutoff);
        Number(file, 60, (uint)miniTable);
        Number(file, 68, EndOfChain);
        for (var i = 0; i < 109; i++)
        {
            Number(file, 76 + (4 * i), i < tables ? (uint)i : uint.MaxValue);
        }

        for (var i = 0; i < tables * (Sector / 4); i++)
        {
            Number(file, Sector + (4 * i),
                i < tables ? TableSector :
                i == directory ? (uint)(miniTable + 1) :
                i < start || i == start + sectors - 1 ? EndOfChain :
                i < start + sectors ? (uint)(i + 1) :
                uint.MaxValue);
        }

        var small = (content.Length + MiniSector - 1) / MiniSector;
        for (var i = 0; isMini && i < small; i++)
        {
            Number(file, At(miniTable) + (4 * i), i == small - 1 ? EndOfChain : (uint)(i + 1));
        }

        content.CopyTo(file, At(start));
        Describe(file, At(directory), "Root Entry", 5, isMini ? (uint)start : EndOfChain, isMini ? (uint)content.Length : 0);
        Describe(file, At(miniTable + 1) + Entry, stream, 2, isMini ? 0u : (uint)start, (uint)content.Length);
        return file;
    }

    private static int At(int sector) => Sector * (sector + 1);

    private static void Number(byte[] file, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), value);

    private static void Describe(byte[] file, int offset, string name, byte type, uint start, uint length)
    {
        Encoding.Unicode.GetBytes(name).CopyTo(file, offset);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(offset + 64), (ushort)((name.Length + 1) * 2));
        file[offset + 66] = type;
        Number(file, offset + 116, start);
        Number(file, offset + 120, length);
    }
}
