using System.Buffers.Binary;
using System.Text;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// The texts that cells refer to by number. A file may have a million and more of them, so they are kept as UTF-8 in
/// <see cref="SpillingBytes"/> and made into strings when a cell asks; the short ones asked for most lately stay made.
/// </summary>
internal sealed class SharedStrings : IDisposable
{
    /// <summary>
    /// Bytes of text kept in memory before a temporary file takes them: 64 MiB, a million rows of customers. From the file such a workbook takes half as long
    /// again to read.
    /// </summary>
    public const long TextThreshold = 64 << 20;

    /// <summary>Bytes of offsets, 8 a text, kept in memory: 24 MiB, three million texts.</summary>
    public const long IndexThreshold = 24 << 20;

    private const int CacheSize = 4_096;
    private const int LongestCached = 64;

    private readonly SpillingBytes _text;
    private readonly SpillingBytes _ends;
    private readonly string?[] _cache = new string?[CacheSize];
    private readonly int[] _cachedIndex = new int[CacheSize];
    private byte[] _bytes = new byte[1_024];

    /// <summary>An empty table.</summary>
    public SharedStrings(long textThreshold = TextThreshold, long indexThreshold = IndexThreshold)
    {
        _text = new SpillingBytes(textThreshold);
        _ends = new SpillingBytes(indexThreshold);
        WriteEnd();
    }

    /// <summary>How many texts there are.</summary>
    public int Count { get; private set; }

    /// <summary>Reads a workbook's table.</summary>
    public static SharedStrings Read(XlsxPackage package, string part, SpreadsheetLimits limits)
    {
        var strings = new SharedStrings();
        try
        {
            var text = new TextBuffer(limits.MaxCellCharacters);
            using var xml = package.Open(part);
            xml.ReadRoot("sst", WorkbookPart.Namespaces);
            while (xml.Read())
            {
                if (xml.IsStart("si"))
                {
                    text.Clear();
                    xml.ReadRichText(text);
                    if (text.IsTooLong)
                    {
                        throw Refuse.CellTooLong("a cell of the workbook", limits.MaxCellCharacters);
                    }

                    text.DecodeEscapes();
                    strings.Add(text.Text);
                }
            }

            strings.Complete();
            return strings;
        }
        catch
        {
            strings.Dispose();
            throw;
        }
    }

    /// <summary>Adds the next text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        EnsureSize(Encoding.UTF8.GetMaxByteCount(text.Length));
        _text.Append(_bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, _bytes)));
        WriteEnd();
        Count = checked(Count + 1);
    }

    /// <summary>Ends adding.</summary>
    public void Complete()
    {
        _text.Complete();
        _ends.Complete();
    }

    /// <summary>The text at an index below <see cref="Count"/>.</summary>
    public string Get(int index)
    {
        var slot = index & (CacheSize - 1);
        if (_cachedIndex[slot] == index && _cache[slot] is { } cached)
        {
            return cached;
        }

        Span<byte> bounds = stackalloc byte[16];
        _ends.Read((long)index * 8, bounds);
        var start = BinaryPrimitives.ReadInt64LittleEndian(bounds);
        var length = (int)(BinaryPrimitives.ReadInt64LittleEndian(bounds[8..]) - start);
        EnsureSize(length);
        _text.Read(start, _bytes.AsSpan(0, length));
        var text = Encoding.UTF8.GetString(_bytes, 0, length);
        if (length <= LongestCached)
        {
            _cachedIndex[slot] = index;
            _cache[slot] = text;
        }

        return text;
    }

    public void Dispose()
    {
        _text.Dispose();
        _ends.Dispose();
    }

    private void WriteEnd()
    {
        Span<byte> end = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(end, _text.Length);
        _ends.Append(end);
    }

    private void EnsureSize(int size)
    {
        if (_bytes.Length < size)
        {
            _bytes = new byte[Math.Max(size, _bytes.Length * 2)];
        }
    }
}
