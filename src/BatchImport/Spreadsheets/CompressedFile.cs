using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using BatchImport.Common;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets;

/// <summary>
/// A file that only wraps another one: gzip (RFC 1952), or a ZIP archive with one file, as export jobs and mail programs create them. Its content is
/// unpacked to a temporary file, within the limits of an uncompressed file.
/// </summary>
internal static class CompressedFile
{
    private const int BufferSize = 81_920;

    /// <summary>A header of ten bytes, an empty block, and the trailer.</summary>
    private const int MinGzipSize = 20;

    /// <summary>True when a file begins like gzip, with the only defined method.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]);

    /// <summary>Unpacks gzip.</summary>
    /// <exception cref="SpreadsheetException"><c>broken-archive</c> or <c>too-large-file</c>.</exception>
    public static FileStream UnpackGzip(SourceStream source, SpreadsheetLimits limits)
    {
        // The last eight bytes: checksum and length (RFC 1952, 2.3.1). The stream treats the end of a file as the end of its content.
        Span<byte> trailer = stackalloc byte[8];
        if (source.Length < MinGzipSize || source.ReadAt(source.Length - trailer.Length, trailer) < trailer.Length)
        {
            throw Broken();
        }

        source.Position = 0;
        using var unpacked = new GZipStream(source, CompressionMode.Decompress, leaveOpen: true);
        return Unpack(source, unpacked, limits, BinaryPrimitives.ReadUInt32LittleEndian(trailer), BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
    }

    /// <summary>Unpacks the file of a ZIP archive that has one file and is not itself an office document.</summary>
    /// <returns>Null for every other archive.</returns>
    /// <exception cref="SpreadsheetException"><c>broken-archive</c> or <c>too-large-file</c>.</exception>
    public static FileStream? TryUnpackZip(SourceStream source, SpreadsheetLimits limits)
    {
        ZipDirectory.Check(source, limits.MaxEntries);
        try
        {
            using var archive = new ZipArchive(source, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Where(IsFile).Take(2).ToList() is not [var only] || only.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || only.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            using var unpacked = only.Open();
            return Unpack(source, unpacked, limits, only.Crc32, (uint)only.Length);
        }
        catch (InvalidDataException)
        {
            source.ThrowFault();
            return null;
        }
    }

    /// <summary>Ignores folders and entries that macOS adds.</summary>
    private static bool IsFile(ZipArchiveEntry entry) =>
        !entry.FullName.EndsWith('/') && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal) && entry.Name is not ".DS_Store";

    private static FileStream Unpack(SourceStream source, Stream unpacked, SpreadsheetLimits limits, uint checksum, uint length)
    {
        var limit = Math.Min(limits.MaxFileBytes, limits.MaxUncompressedBytes);
        var file = TemporaryFile.Create();
        var actual = new Crc32();
        try
        {
            var buffer = new byte[BufferSize];
            for (int read; (read = unpacked.Read(buffer)) > 0;)
            {
                if (file.Position + read > limit)
                {
                    throw SpreadsheetErrors.TooLargeFile(limit);
                }

                actual.Append(buffer.AsSpan(0, read));
                file.Write(buffer, 0, read);
            }

            if (actual.GetCurrentHashAsUInt32() != checksum || (uint)file.Position != length)
            {
                throw Broken();
            }

            file.Position = 0;
            return file;
        }
        catch (InvalidDataException ex)
        {
            file.Dispose();
            source.ThrowFault();
            throw Broken(ex);
        }
        catch
        {
            file.Dispose();
            source.ThrowFault();
            throw;
        }
    }

    private static SpreadsheetException Broken(Exception? reason = null) =>
        new("broken-archive", "The compressed file is damaged, was not uploaded completely, or has several parts. Compress it again in one part, or drop its content.", reason);
}
