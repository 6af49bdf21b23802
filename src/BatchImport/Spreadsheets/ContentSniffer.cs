using System.Text;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Spreadsheets;

/// <summary>Detects by a file's first bytes that it is neither a workbook nor delimited text.</summary>
internal static class ContentSniffer
{
    /// <summary>The number of bytes that determine the format of a file.</summary>
    public const int HeadSize = 4_096;

    /// <summary>The signature of a ZIP archive with an entry; the other two are those of an empty and of a split one.</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) =>
        head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) || head.StartsWith("PK\x07\x08"u8);

    /// <summary>The kind of the file, with its article, when it is certainly neither a workbook nor delimited text; otherwise, null.</summary>
    public static string? NameOther(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("%PDF-"u8))
        {
            return "a PDF document";
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || head.StartsWith("GIF8"u8))
        {
            return "an image";
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF]) || head.StartsWith("Rar!"u8))
        {
            return "a compressed archive";
        }

        if (Utf16Of(head) is { } utf16)
        {
            return TextFormats.Name(utf16.GetString(head));
        }

        return IsBinary(head) ? "a binary file" : TextFormats.Name(Encoding.Latin1.GetString(head));
    }

    private static UnicodeEncoding? Utf16Of(ReadOnlySpan<byte> head) =>
        head.StartsWith(Encoding.Unicode.Preamble) ? new(bigEndian: false, byteOrderMark: false) :
        head.StartsWith(Encoding.BigEndianUnicode.Preamble) ? new(bigEndian: true, byteOrderMark: false) :
        Utf16Evidence.Find(head) is { } found ? new(bigEndian: found == TextEncoding.Utf16BigEndian, byteOrderMark: false) :
        null;

    /// <summary>
    /// Text contains control characters other than tabs, line and page breaks by accident only: less than one in 10, and less than one in 50 where it is
    /// not UTF-8 either. NUL or Ctrl-Z at the end, with which programs fill up a block, are ignored.
    /// </summary>
    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        var text = head.TrimEnd("\0\x1A"u8);
        var controls = 0;
        foreach (var value in text)
        {
            controls += value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\v' or (byte)'\f' or (byte)'\r' or 0x1B) ? 1 : 0;
        }

        return text.IsEmpty || controls * 10 > text.Length || (controls > 2 && controls * 50 > text.Length && !Utf8Evidence.IsUtf8(text));
    }
}
