using System.Buffers.Binary;
using System.Text;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// The texts that cells refer to by number. A file may have a million and more of them, so they are kept as UTF-8 in
/// <see cref="SpillingBytes"/> and decoded when a cell refers to them; short ones stay cached.
/// </summary>
internal sealed class SharedStrings : IDisposable
{
    /// <summary>
    /// Bytes of text kept in memory before a temporary file is used: 64 MiB, a million rows of customers. With the file, such a workbook takes half as
    /// long again to read.
    /// </summary>
    public const long TextThreshold = 64 << 20;

    /// <summary>Bytes of offsets, 5 per text, kept in memory: 24 MiB, five million texts.</summary>
    public const long IndexThreshold = 24 << 20;

    /// <summary>
    /// The maximum number of texts of a workbook: 33,554,432, which is 32 columns of a full worksheet with unique texts. A file of a few megabytes can have
    /// hundreds of millions that are empty.
    /// </summary>
    public const int MaxCount = 32 * 1_048_576;

    /// <summary>The maximum number of UTF-8 bytes of all texts together: 1 GiB.</summary>
    public const long MaxTextBytes = 1L << 30;

    private const int OffsetSize = 5;

    private const int CacheSize = 4_096;
    private const int LongestCached = 64;

    private readonly int _maxCount;
    private readonly SpillingBytes _text;
    private readonly SpillingBytes _ends;
    private readonly string?[] _cache = new string?[CacheSize];
    private readonly int[] _cachedIndex = new int[CacheSize];
    private byte[] _bytes = new byte[1_024];

    /// <summary>An empty table.</summary>
    /// <param name="textThreshold">Bytes of text kept in memory.</param>
    /// <param name="indexThreshold">Bytes of offsets kept in memory.</param>
    /// <param name="maxCount">The maximum number of texts.</param>
    public SharedStrings(long textThreshold = TextThreshold, long indexThreshold = IndexThreshold, int maxCount = MaxCount)
    {
        _maxCount = maxCount;
        _text = new SpillingBytes(textThreshold);
        _ends = new SpillingBytes(indexThreshold);
        WriteEnd();
    }

    /// <summary>The number of texts.</summary>
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
                        throw SpreadsheetErrors.CellTooLong("a cell of the workbook", limits.MaxCellCharacters);
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
    /// <exception cref="SpreadsheetException"><c>too-many-texts</c>.</exception>
    public void Add(ReadOnlySpan<char> text)
    {
        if (Count == _maxCount || _text.Length > MaxTextBytes)
        {
            throw SpreadsheetErrors.TooManyTexts(_maxCount, MaxTextBytes);
        }

        EnsureSize(Encoding.UTF8.GetMaxByteCount(text.Length));
        _text.Append(_bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, _bytes)));
        WriteEnd();
        Count++;
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

        Span<byte> bounds = stackalloc byte[2 * OffsetSize];
        _ends.Read((long)index * OffsetSize, bounds);
        var start = ReadOffset(bounds);
        var length = (int)(ReadOffset(bounds[OffsetSize..]) - start);
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
        Span<byte> end = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(end, _text.Length);
        _ends.Append(end[..OffsetSize]);
    }

    private static long ReadOffset(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((long)bytes[OffsetSize - 1] << 32);

    private void EnsureSize(int size)
    {
        if (_bytes.Length < size)
        {
            _bytes = new byte[Math.Max(size, _bytes.Length * 2)];
        }
    }
}
