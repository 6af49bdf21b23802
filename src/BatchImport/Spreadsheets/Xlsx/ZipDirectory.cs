using System.Buffers.Binary;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// Checks an archive's directory (APPNOTE.TXT 4.3.16, 4.3.14) before it is read into memory: that it exists, which it does not in a
/// truncated file, and that its size is allowed for a workbook.
/// </summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int End64Size = 56;
    private const int MaxComment = 65_535;

    /// <summary>The average number of bytes of a part's directory entry: 46 plus a name and some extra fields.</summary>
    private const int EntryAllowance = 512;

    /// <summary>Checks the directory against the limit, regardless of what it declares.</summary>
    public static void Check(SourceStream source, int maxEntries)
    {
        var tailLength = (int)Math.Min(source.Length, MaxComment + EndSize);
        var tail = new byte[tailLength];
        var tailStart = source.Length - tailLength;
        tail = tail[..source.ReadAt(tailStart, tail)];

        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || tail.Length - end < EndSize)
        {
            throw new SpreadsheetException("truncated",
                "The workbook is truncated: the end of the file is missing. It was probably not copied or uploaded to its end; drop it again.");
        }

        long entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (offset == uint.MaxValue || entries == ushort.MaxValue)
        {
            ReadEnd64(source, tailStart + end, ref entries, ref offset);
        }

        if (entries > maxEntries || (offset <= source.Length && tailStart + end - offset > (long)maxEntries * EntryAllowance))
        {
            throw new SpreadsheetException("too-many-entries",
                $"The file is an archive of more than {maxEntries} parts, the limit for a workbook. Save the data as a new workbook and drop that.");
        }
    }

    private static void ReadEnd64(SourceStream source, long end, ref long entries, ref long offset)
    {
        Span<byte> locator = stackalloc byte[LocatorSize];
        Span<byte> record = stackalloc byte[End64Size];
        if (end < LocatorSize || source.ReadAt(end - LocatorSize, locator) < LocatorSize || !locator.StartsWith("PK\x06\x07"u8))
        {
            return;
        }

        var position = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (position >= 0 && position < source.Length && source.ReadAt(position, record) == End64Size && record.StartsWith("PK\x06\x06"u8))
        {
            entries = BinaryPrimitives.ReadInt64LittleEndian(record[32..]);
            offset = BinaryPrimitives.ReadInt64LittleEndian(record[48..]);
        }
    }
}
