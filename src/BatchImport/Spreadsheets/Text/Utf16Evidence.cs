using System.Buffers.Binary;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Detects UTF-16 without a byte order mark. Delimiters, line ends, digits and Latin letters have one byte that is 0, always on the same side;
/// text in other encodings has no such bytes.
/// </summary>
internal static class Utf16Evidence
{
    /// <summary>The minimum share of characters below U+0100: line ends and delimiters alone are more.</summary>
    private const double LeastShare = 0.05;

    /// <summary>The encoding; null when the bytes are not UTF-16.</summary>
    /// <param name="head">The file's first bytes.</param>
    public static TextEncoding? Find(ReadOnlySpan<byte> head)
    {
        if (!head.Contains((byte)0) || head.Length < 4)
        {
            return null;
        }

        return IsText(head, isBigEndian: false) ? TextEncoding.Utf16LittleEndian : IsText(head, isBigEndian: true) ? TextEncoding.Utf16BigEndian : null;
    }

    private static bool IsText(ReadOnlySpan<byte> head, bool isBigEndian)
    {
        var latin = 0;
        var lowZero = 0;
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            var c = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(head[i..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[i..]);

            // Two adjacent characters of ASCII text: "\r\n", ",\n". No script has these code points.
            if (c is 0 or 0x0D0A or 0x0A0D or 0xFFFE or 0xFFFF or (< 0x20 and not ('\t' or '\n' or '\r' or '\v' or '\f' or 0x1A)))
            {
                return false;
            }

            latin += c < 0x100 ? 1 : 0;
            lowZero += (c & 0xFF) == 0 ? 1 : 0;
        }

        return latin > lowZero && latin >= LeastShare * (head.Length / 2);
    }
}
