using System.Buffers.Binary;
using System.Text;

namespace BatchImport.Spreadsheets;

/// <summary>
/// The names in an OLE compound file ([MS-CFB]), the container of Office before 2007 and of encrypted workbooks ever since:
/// just enough to say which of them a file is.
/// </summary>
internal static class OleFile
{
    private const int HeaderSize = 512;
    private const int EntrySize = 128;

    /// <summary>Directory sectors looked at. The streams asked for are among the first entries of any file in the wild.</summary>
    private const int MaxDirectorySectors = 64;

    /// <summary>What every compound file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The refusal for a compound file, by what is in it.</summary>
    public static SpreadsheetException Explain(SourceStream source)
    {
        var names = ReadNames(source);
        return
            names.Contains("EncryptedPackage") ? new("password-protected",
                "The workbook is protected by a password, so that nothing in it can be read. Remove the password (in Excel: File, Info, Protect Workbook, Encrypt with Password) and drop the file again.") :
            names.Contains("Workbook") || names.Contains("Book") ? new("old-xls",
                "The file is a workbook in the format of Excel 97-2003 (.xls), whatever its name says. Save it as an Excel workbook (.xlsx) and drop that.") :
            Refuse.NotASpreadsheet(names.Contains("WordDocument") ? "a Word document of the old format (.doc)" : "an Office file of the old format");
    }

    private static HashSet<string> ReadNames(SourceStream source)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Span<byte> header = stackalloc byte[HeaderSize];
        if (source.ReadAt(0, header) < HeaderSize)
        {
            return names;
        }

        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        if (shift is not (9 or 12))
        {
            return names;
        }

        var sectorSize = 1 << shift;
        var sector = BinaryPrimitives.ReadUInt32LittleEndian(header[48..]);
        var buffer = new byte[sectorSize];
        Span<byte> next = stackalloc byte[4];
        for (var i = 0; i < MaxDirectorySectors && TryRead(source, sector, shift, buffer); i++)
        {
            for (var entry = 0; entry < sectorSize; entry += EntrySize)
            {
                AddName(buffer.AsSpan(entry, EntrySize), names);
            }

            // Which sector follows stands in the allocation table, whose own first 109 sectors the header lists.
            var perSector = sectorSize / 4;
            var table = sector / (uint)perSector;
            if (table >= 109)
            {
                break;
            }

            var tableSector = BinaryPrimitives.ReadUInt32LittleEndian(header[(76 + ((int)table * 4))..]);
            var offset = ((long)(tableSector + 1) << shift) + (sector % perSector * 4);
            if (offset + 4 > source.Length || source.ReadAt(offset, next) < 4)
            {
                break;
            }

            sector = BinaryPrimitives.ReadUInt32LittleEndian(next);
        }

        return names;
    }

    private static bool TryRead(SourceStream source, uint sector, int shift, byte[] buffer)
    {
        var offset = ((long)sector + 1) << shift;
        if (offset >= source.Length)
        {
            return false;
        }

        Array.Clear(buffer);
        return source.ReadAt(offset, buffer) >= EntrySize;
    }

    private static void AddName(ReadOnlySpan<byte> entry, HashSet<string> names)
    {
        // The length counts the closing NUL; an entry's name has 64 bytes at most.
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]);
        if (length is > 2 and <= 64)
        {
            names.Add(Encoding.Unicode.GetString(entry[..(length - 2)]));
        }
    }
}
