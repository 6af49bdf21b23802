using System.Buffers;
using System.Text;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Detects UTF-8: in other encodings, valid sequences of several bytes occur by chance only, and are outnumbered by invalid ones.
/// </summary>
internal static class Utf8Evidence
{
    /// <summary>True when more of the characters beyond ASCII are valid UTF-8 than not.</summary>
    /// <param name="bytes">Bytes; the last character may be incomplete.</param>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        var valid = 0;
        var invalid = 0;
        while (true)
        {
            var next = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (next < 0)
            {
                return valid > invalid || valid + invalid == 0;
            }

            bytes = bytes[next..];
            switch (Rune.DecodeFromUtf8(bytes, out _, out var length))
            {
                case OperationStatus.Done:
                    valid++;
                    break;
                case OperationStatus.NeedMoreData:
                    return valid > invalid || valid + invalid == 0;
                default:
                    // Surrogates that a program encoded one by one (CESU-8) are two sequences of three bytes.
                    var isSurrogates = bytes is [0xED, >= 0xA0 and <= 0xAF, >= 0x80 and <= 0xBF, 0xED, >= 0xB0 and <= 0xBF, >= 0x80 and <= 0xBF, ..];
                    length = isSurrogates ? 6 : length;
                    valid += isSurrogates ? 1 : 0;
                    invalid += isSurrogates ? 0 : 1;
                    break;
            }

            bytes = bytes[length..];
        }
    }
}
