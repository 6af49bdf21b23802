using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace BatchImport.Workbooks;

/// <summary>
/// Text as the value of a cell: XML 1.0 in UTF-8, where characters that XML does not allow are written as <c>_xHHHH_</c>, and text that already
/// has this form gets its underscore escaped (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
/// </summary>
internal static class XmlText
{
    /// <summary>The maximum number of characters of a cell (Excel specifications and limits).</summary>
    public const int MaxLength = 32_767;

    /// <summary>The maximum number of bytes that one UTF-16 unit can become.</summary>
    public const int MaxBytesPerChar = 7;

    // A carriage return is legal in XML but would be read back as a line feed. Surrogates are checked where they are transcoded.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f&<>_\ufffe\uffff");

    /// <summary>A text truncated to the maximum of a cell; a truncated one ends in an ellipsis.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>A text in which U+FFFD replaces every character that XML does not allow, for writers that do not escape them all.</summary>
    public static string Clean(string text)
    {
        var cut = Cut(text);
        return string.Create(cut.Length, cut, static (to, from) =>
        {
            for (var index = 0; index < from.Length; index++)
            {
                var unit = from[index];
                var isPair = char.IsHighSurrogate(unit)
                    ? index + 1 < from.Length && char.IsLowSurrogate(from[index + 1])
                    : char.IsLowSurrogate(unit) && index > 0 && char.IsHighSurrogate(from[index - 1]);
                var isLegal = isPair || (unit is '\t' or '\n' or >= ' ' and not ('\ufffe' or '\uffff') && !char.IsSurrogate(unit));
                to[index] = isLegal ? unit : '\ufffd';
            }
        });
    }

    /// <summary>Writes a text.</summary>
    /// <param name="to">The destination, with <see cref="MaxBytesPerChar"/> bytes per character.</param>
    /// <param name="text">The text.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, ReadOnlySpan<char> text)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(Special);
            var run = plain < 0 ? text : text[..plain];
            while (!run.IsEmpty)
            {
                var status = Utf8.FromUtf16(run, to[written..], out var read, out var bytes, replaceInvalidSequences: false, isFinalBlock: true);
                written += bytes;
                run = run[read..];
                if (status == OperationStatus.InvalidData)
                {
                    // Half of a surrogate pair: XML does not allow it.
                    written += WriteEscaped(to[written..], run[0]);
                    run = run[1..];
                }
            }

            if (plain < 0)
            {
                break;
            }

            written += WriteSpecial(to[written..], text[plain..]);
            text = text[(plain + 1)..];
        }

        return written;
    }

    private static int WriteSpecial(Span<byte> to, ReadOnlySpan<char> text)
    {
        switch (text[0])
        {
            case '&':
                return Copy("&amp;"u8, to);
            case '<':
                return Copy("&lt;"u8, to);
            case '>':
                return Copy("&gt;"u8, to);
            case '_' when !LooksEscaped(text):
                to[0] = (byte)'_';
                return 1;
            default:
                return WriteEscaped(to, text[0]);
        }
    }

    // The closing underscore may belong to the text, or be the first one of an escape that follows: of a control
    // character, or of something from U+D800 on.
    private static bool LooksEscaped(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && (text[6] is '_' or < ' ' or >= '\ud800')
        && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]) && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);

    private static int WriteEscaped(Span<byte> to, char unit)
    {
        to[0] = (byte)'_';
        to[1] = (byte)'x';
        Utf8Formatter.TryFormat((ushort)unit, to[2..], out _, new StandardFormat('X', 4));
        to[6] = (byte)'_';
        return 7;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}
