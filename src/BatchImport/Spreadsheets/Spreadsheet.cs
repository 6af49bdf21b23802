using BatchImport.Common;
using BatchImport.Spreadsheets.Text;
using BatchImport.Spreadsheets.Xls;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets;

/// <summary>Opens spreadsheets. The content determines the format of a file, never its name.</summary>
public static class Spreadsheet
{
    private const int CopySize = 81_920;

    /// <summary>
    /// Opens a sheet of a workbook, or delimited text, positioned after the header. A row that contains only blanks is treated as empty.
    /// </summary>
    /// <param name="content">
    /// The file's bytes, from their start. Stays open, belongs to the caller, and must live as long as the reader. A stream that cannot seek is
    /// copied to a temporary file first.
    /// </param>
    /// <param name="limits">The limits of the file.</param>
    /// <param name="where">Where the table is; null for the first visible sheet that is not empty, and a header that is detected.</param>
    /// <exception cref="SpreadsheetException">
    /// The file is invalid. Faults of <paramref name="content"/> are thrown unchanged.
    /// </exception>
    public static ISpreadsheetReader Open(Stream content, SpreadsheetLimits limits, TableLocation? where = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(limits);

        var copy = content.CanSeek ? null : Copy(content, limits.MaxFileBytes);
        try
        {
            return Open(new SourceStream(copy ?? content), copy, limits, where ?? TableLocation.Anywhere);
        }
        catch
        {
            copy?.Dispose();
            throw;
        }
    }

    private static ISpreadsheetReader Open(SourceStream source, FileStream? copy, SpreadsheetLimits limits, TableLocation where)
    {
        if (source.Length == 0)
        {
            throw SpreadsheetErrors.EmptyFile();
        }

        if (source.Length > limits.MaxFileBytes)
        {
            throw SpreadsheetErrors.TooLargeFile(limits.MaxFileBytes);
        }

        Span<byte> head = stackalloc byte[ContentSniffer.HeadSize];
        head = head[..source.ReadAt(0, head)];
        if (CompressedFile.IsGzip(head))
        {
            return OpenUnpacked(CompressedFile.UnpackGzip(source, limits), copy, limits, where);
        }

        if (ContentSniffer.IsZip(head))
        {
            if (CompressedFile.TryUnpackZip(source, limits) is { } unpacked)
            {
                return OpenUnpacked(unpacked, copy, limits, where);
            }

            return XlsxReader.Open(source, copy, limits, where);
        }

        if (head.StartsWith(CompoundFile.Signature))
        {
            return XlsReader.Open(source, copy, limits, where);
        }

        if (ContentSniffer.NameOther(head) is { } other)
        {
            throw SpreadsheetErrors.NotASpreadsheet(other);
        }

        source.Position = 0;
        return DelimitedTextReader.Open(source, copy, limits, where);
    }

    /// <summary>Opens the content of a compressed file, which may not be compressed again.</summary>
    private static ISpreadsheetReader OpenUnpacked(FileStream unpacked, FileStream? copy, SpreadsheetLimits limits, TableLocation where)
    {
        try
        {
            Span<byte> head = stackalloc byte[ContentSniffer.HeadSize];
            var source = new SourceStream(unpacked);
            head = head[..source.ReadAt(0, head)];
            if (CompressedFile.IsGzip(head) || (ContentSniffer.IsZip(head) && CompressedFile.TryUnpackZip(source, limits) is { } inner && Close(inner)))
            {
                throw SpreadsheetErrors.NotASpreadsheet("a compressed archive within another one");
            }

            var reader = Open(source, unpacked, limits, where);
            copy?.Dispose();
            return reader;
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    private static bool Close(FileStream file)
    {
        file.Dispose();
        return true;
    }

    private static FileStream Copy(Stream content, long limit)
    {
        var copy = TemporaryFile.Create();
        try
        {
            var buffer = new byte[CopySize];
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                if (copy.Position + read > limit)
                {
                    throw SpreadsheetErrors.TooLargeFile(limit);
                }

                copy.Write(buffer, 0, read);
            }

            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
