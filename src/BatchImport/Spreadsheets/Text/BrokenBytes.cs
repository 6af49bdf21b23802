using System.Globalization;
using System.Text;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Bytes that are not valid in a text's encoding. While the text is read, each is represented by two Unicode noncharacters (U+FDD0 to U+FDEF, which no
/// text has), so that the row can report which byte it is.
/// </summary>
internal static class BrokenBytes
{
    public const char First = '\uFDD0';
    public const char Last = '\uFDEF';

    /// <summary>The replacement that decoders use for invalid bytes.</summary>
    public static DecoderFallback Fallback { get; } = new MarkingFallback();

    /// <summary>True when a text has a marked byte or a NUL.</summary>
    public static bool AreIn(ReadOnlySpan<char> text) => text.Contains('\0') || text.ContainsAnyInRange(First, Last);

    /// <summary>The first of the two characters that represent a byte.</summary>
    public static char High(byte value) => (char)(First + (value >> 4));

    /// <summary>The second of the two characters that represent a byte.</summary>
    public static char Low(byte value) => (char)(First + 16 + (value & 0xF));

    /// <summary>
    /// A value without marks: surrogates that a program encoded one by one (CESU-8) become the character that they encode, other invalid bytes and NUL the
    /// replacement character U+FFFD.
    /// </summary>
    /// <param name="text">The value.</param>
    /// <param name="broken">The first invalid byte, or 0 for a NUL character; null when the value is valid.</param>
    public static string Repair(string text, out byte? broken)
    {
        broken = null;
        var repaired = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[6];
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsMark(text, i))
            {
                broken ??= text[i] == '\0' ? 0 : null;
                repaired.Append(text[i] == '\0' ? '\uFFFD' : text[i]);
                continue;
            }

            var count = 0;
            for (; count < bytes.Length && IsMark(text, i + (count * 2)); count++)
            {
                bytes[count] = ByteAt(text, i + (count * 2));
            }

            if (count == bytes.Length && TrySurrogates(bytes, out var high, out var low))
            {
                repaired.Append(high).Append(low);
                i += (2 * count) - 1;
            }
            else
            {
                broken ??= bytes[0];
                repaired.Append('\uFFFD');
                i++;
            }
        }

        return repaired.ToString();
    }

    /// <summary>Describes what is wrong with a value, for the row's owner.</summary>
    /// <param name="place">The place of the value: <c>column B</c>.</param>
    /// <param name="repaired">The value, from <see cref="Repair"/>.</param>
    /// <param name="broken">The byte, from <see cref="Repair"/>.</param>
    /// <param name="encoding">The text's encoding.</param>
    public static string Describe(string place, string repaired, byte broken, string encoding) => broken == 0
        ? $"The value {CellText.Quote(repaired)} in {place} holds a NUL character (byte 0x00), which is not text. Type the value again."
        : string.Create(CultureInfo.InvariantCulture, $"The value {CellText.Quote(repaired)} in {place} holds the byte 0x{broken:X2}, which is not valid in the file's encoding ({encoding}). Type the value again, and save the file as UTF-8.");

    private static bool IsMark(string text, int at) => at + 1 < text.Length && text[at] is >= First and < (char)(First + 16) && text[at + 1] is >= (char)(First + 16) and <= Last;

    private static byte ByteAt(string text, int at) => (byte)(((text[at] - First) << 4) | (text[at + 1] - First - 16));

    /// <summary>Unicode Technical Report 26 (CESU-8): a surrogate pair as two sequences of three bytes.</summary>
    private static bool TrySurrogates(ReadOnlySpan<byte> bytes, out char high, out char low)
    {
        high = (char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F));
        low = (char)(0xD000 | ((bytes[4] & 0x3F) << 6) | (bytes[5] & 0x3F));
        return bytes[0] == 0xED && bytes[3] == 0xED && char.IsSurrogatePair(high, low);
    }

    private sealed class MarkingFallback : DecoderFallback
    {
        public override int MaxCharCount => 8;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        private sealed class Buffer : DecoderFallbackBuffer
        {
            private readonly char[] _marks = new char[8];
            private int _count;
            private int _at;

            public override int Remaining => _count - _at;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                (_count, _at) = (0, 0);
                foreach (var value in bytesUnknown.AsSpan(0, Math.Min(bytesUnknown.Length, 4)))
                {
                    _marks[_count++] = High(value);
                    _marks[_count++] = Low(value);
                }

                return _count > 0;
            }

            public override char GetNextChar() => _at < _count ? _marks[_at++] : '\0';

            public override bool MovePrevious()
            {
                _at -= _at > 0 ? 1 : 0;
                return true;
            }

            public override void Reset() => (_count, _at) = (0, 0);
        }
    }
}
