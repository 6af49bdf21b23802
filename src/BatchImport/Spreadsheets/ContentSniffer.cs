namespace BatchImport.Spreadsheets;

/// <summary>Tells from a file's first bytes what it is not.</summary>
internal static class ContentSniffer
{
    /// <summary>Every ZIP archive with an entry begins so; the other two signatures are those of an empty and of a split one.</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) =>
        head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) || head.StartsWith("PK\x07\x08"u8);

    /// <summary>What the file is, with its article, when it is certainly neither a workbook nor delimited text; null else.</summary>
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

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF]) || head.StartsWith("Rar!"u8))
        {
            return "a compressed archive";
        }

        if (head.StartsWith(@"{\rtf"u8))
        {
            return "a document in rich text format (.rtf)";
        }

        if (IsUtf16(head))
        {
            return null;
        }

        return IsBinary(head) ? "a binary file" : NameMarkup(head);
    }

    /// <summary>Text has no NUL, and control characters besides tabs and line breaks only by accident: not one in a hundred.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        var controls = 0;
        foreach (var b in head)
        {
            if (b == 0)
            {
                return true;
            }

            controls += b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r') ? 1 : 0;
        }

        return controls * 100 > head.Length;
    }

    private static bool IsUtf16(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    private static string? NameMarkup(ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        return
            StartsWith(text, "<!doctype html"u8) || StartsWith(text, "<html"u8) || StartsWith(text, "<table"u8) ? "an HTML page, whatever its name says" :
            StartsWith(text, "<?xml"u8) ? "an XML document, whatever its name says" :
            StartsWith(text, "{"u8) || StartsWith(text, "[{"u8) ? "a JSON document" :
            null;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && System.Text.Ascii.EqualsIgnoreCase(text[..start.Length], start);
}
