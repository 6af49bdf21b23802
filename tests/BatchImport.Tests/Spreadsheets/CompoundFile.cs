using System.Buffers.Binary;
using System.Text;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>The smallest OLE compound file ([MS-CFB]) with a stream of a given name, in its directory's second sector.</summary>
internal static class CompoundFile
{
    private const int Sector = 512;
    private const int Entry = 128;
    private const uint EndOfChain = 0xFFFFFFFE;

    public static byte[] With(string stream)
    {
        // Sector 0 is the allocation table, 1 and 3 are the directory, 2 is in nobody's use.
        var file = new byte[Sector * 5];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(30), 9);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(48), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(76), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Sector + (1 * 4)), 3);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Sector + (3 * 4)), EndOfChain);
        Name(file, Sector * 2, "Root Entry");
        Name(file, (Sector * 4) + Entry, stream);
        return file;
    }

    private static void Name(byte[] file, int offset, string name)
    {
        Encoding.Unicode.GetBytes(name).CopyTo(file, offset);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(offset + 64), (ushort)((name.Length + 1) * 2));
    }
}
