using System.Globalization;
using System.Text;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// An encoding of text files. Names and aliases are those of the WHATWG Encoding Standard where it has the encoding (so <c>iso-8859-1</c> is
/// <c>windows-1252</c>, and <c>gb2312</c> is <c>gb18030</c>); otherwise those of the IANA registry of character sets.
/// </summary>
public sealed class TextEncoding
{
    private static readonly Dictionary<string, TextEncoding> Known = new TextEncoding[]
    {
        new("utf-8", 65001), new("utf-16le", 1200), new("utf-16be", 1201),
        new("windows-1250", 1250), new("windows-1251", 1251), new("windows-1252", 1252), new("windows-1253", 1253), new("windows-1254", 1254),
        new("windows-1255", 1255), new("windows-1256", 1256), new("windows-1257", 1257), new("windows-1258", 1258), new("windows-874", 874),
        new("iso-8859-2", 28592), new("iso-8859-3", 28593), new("iso-8859-4", 28594), new("iso-8859-5", 28595), new("iso-8859-6", 28596),
        new("iso-8859-7", 28597), new("iso-8859-8", 28598), new("iso-8859-13", 28603), new("iso-8859-15", 28605),
        new("koi8-r", 20866), new("koi8-u", 21866),
        new("ibm437", 437), new("ibm737", 737), new("ibm775", 775), new("ibm850", 850), new("ibm852", 852), new("ibm855", 855), new("ibm857", 857),
        new("ibm858", 858), new("ibm862", 862), new("ibm866", 866),
        new("macintosh", 10000), new("x-mac-ce", 10029), new("x-mac-cyrillic", 10007), new("x-mac-greek", 10006), new("x-mac-turkish", 10081),
        new("shift_jis", 932), new("euc-jp", 51932), new("iso-2022-jp", 50220), new("gb18030", 54936), new("big5", 950), new("euc-kr", 949),
    }.ToDictionary(static encoding => encoding.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = "utf-8", ["utf-16"] = "utf-16le", ["utf16"] = "utf-16le", ["unicode"] = "utf-16le",
        ["ascii"] = "windows-1252", ["us-ascii"] = "windows-1252", ["iso-8859-1"] = "windows-1252", ["latin1"] = "windows-1252", ["ansi"] = "windows-1252",
        ["latin2"] = "iso-8859-2", ["iso-8859-9"] = "windows-1254", ["latin5"] = "windows-1254", ["iso-8859-11"] = "windows-874", ["tis-620"] = "windows-874",
        ["mac"] = "macintosh", ["x-mac-roman"] = "macintosh", ["macroman"] = "macintosh",
        ["shift-jis"] = "shift_jis", ["sjis"] = "shift_jis", ["ms_kanji"] = "shift_jis", ["gb2312"] = "gb18030", ["gbk"] = "gb18030",
        ["ks_c_5601-1987"] = "euc-kr", ["big5-hkscs"] = "big5",
    };

    private readonly int _codePage;

    private TextEncoding(string name, int codePage)
    {
        Name = name;
        _codePage = codePage;
    }

    /// <summary>The names of all encodings, in order.</summary>
    public static IEnumerable<string> Names => Known.Keys.Order(StringComparer.Ordinal);

    /// <summary>The name: <c>windows-1250</c>.</summary>
    public string Name { get; }

    internal static TextEncoding Utf8 { get; } = Known["utf-8"];

    internal static TextEncoding Utf16LittleEndian { get; } = Known["utf-16le"];

    internal static TextEncoding Utf16BigEndian { get; } = Known["utf-16be"];

    internal static TextEncoding Windows1252 { get; } = Known["windows-1252"];

    /// <summary>True when all its bytes below 0x80 are ASCII, at any position.</summary>
    internal bool IsAsciiCompatible => this != Utf16LittleEndian && this != Utf16BigEndian && _codePage != 50220;

    /// <summary>The encoding of a name or alias, without case and outer blanks; also by its code page (<c>cp1252</c>). Null when it is unknown.</summary>
    public static TextEncoding? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var given = name.Trim();
        given = Aliases.GetValueOrDefault(given, given);
        return Known.GetValueOrDefault(given) ?? (TryCodePage(given, out var page) ? Known.Values.FirstOrDefault(each => each._codePage == page) : null);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Creates a decoder that represents invalid bytes by <see cref="BrokenBytes"/>.</summary>
    internal ITextDecoder Decoder() => Get(BrokenBytes.Fallback) is { IsSingleByte: true } single ? new SingleByteDecoder(single) : new OtherDecoder(Get(BrokenBytes.Fallback).GetDecoder());

    /// <summary>Decodes bytes; null when one of them is not valid.</summary>
    internal string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Get(DecoderFallback.ExceptionFallback).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool TryCodePage(string name, out int page)
    {
        page = 0;
        var digits = name.StartsWith("cp", StringComparison.OrdinalIgnoreCase) ? name.AsSpan(2) : name;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out page);
    }

    private Encoding Get(DecoderFallback fallback) =>
        CodePagesEncodingProvider.Instance.GetEncoding(_codePage, EncoderFallback.ReplacementFallback, fallback) ??
        Encoding.GetEncoding(_codePage, EncoderFallback.ReplacementFallback, fallback);

    /// <summary>Decodes by a table. Bytes that the encoding maps to the control characters U+0080 to U+009F, except NEL, are not defined in it.</summary>
    private sealed class SingleByteDecoder : ITextDecoder
    {
        private readonly char[] _chars = new char[256];

        public SingleByteDecoder(Encoding encoding)
        {
            for (var value = 0; value < 256; value++)
            {
                _chars[value] = encoding.GetString([(byte)value]) is [var c] && c is not (>= '\u0080' and <= '\u009F' and not '\u0085') ? c : BrokenBytes.High((byte)value);
            }
        }

        public int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast)
        {
            var count = 0;
            foreach (var value in bytes)
            {
                var c = _chars[value];
                chars[count++] = c;
                if (c is >= BrokenBytes.First and <= BrokenBytes.Last)
                {
                    chars[count++] = BrokenBytes.Low(value);
                }
            }

            return count;
        }
    }

    private sealed class OtherDecoder(Decoder decoder) : ITextDecoder
    {
        public int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast) => decoder.GetChars(bytes, chars, flush: isLast);
    }
}
