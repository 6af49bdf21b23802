namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Determines the encoding of a text without a byte order mark: UTF-8 if the bytes are UTF-8; otherwise, the given encoding or,
/// without one, the one that <see cref="LegacyEncodings"/> detects with certainty.
/// </summary>
internal static class EncodingChoice
{
    private const int BlockSize = 65_536;

    /// <summary>The number of bytes of lines beyond ASCII that are examined: some thousand lines.</summary>
    private const int MaxSample = 131_072;

    /// <summary>The number of bytes before the first one that is not ASCII that belong to its word.</summary>
    private const int WordLength = 64;

    /// <summary>The encoding.</summary>
    /// <param name="source">The file; its position does not change.</param>
    /// <param name="position">The position of the first byte that is not ASCII.</param>
    /// <param name="named">The given encoding; null for none.</param>
    /// <exception cref="SpreadsheetException"><c>unknown-encoding</c>: several are possible.</exception>
    public static TextEncoding At(SourceStream source, long position, TextEncoding? named)
    {
        if (named == TextEncoding.Utf8)
        {
            return named;
        }

        var resume = source.Position;
        var block = new byte[BlockSize];
        var read = source.ReadAt(position, block);
        var encoding = Utf8Evidence.IsUtf8(block.AsSpan(0, read)) ? TextEncoding.Utf8 : named ?? LegacyEncodings.Find(Sample(source, Math.Max(0, position - WordLength), block));
        source.Position = resume;
        return encoding;
    }

    /// <summary>The lines that are not ASCII, from a position up to the end of the file, as many as fit.</summary>
    private static byte[] Sample(SourceStream source, long position, byte[] block)
    {
        var sample = new MemoryStream();
        source.Position = position;
        for (int carried = 0, read = -1; read != 0 && sample.Length < MaxSample;)
        {
            read = source.ReadAtLeast(block.AsSpan(carried), block.Length - carried, throwOnEndOfStream: false);
            var bytes = block.AsSpan(0, carried + read);

            // A block ends with a whole line, unless that is longer than a block.
            var whole = read == 0 ? bytes.Length : bytes.LastIndexOfAny((byte)'\r', (byte)'\n') + 1;
            Collect(bytes[..whole], sample);
            carried = whole == 0 && bytes.Length == block.Length ? 0 : bytes.Length - whole;
            bytes[^carried..].CopyTo(block);
        }

        return sample.ToArray();
    }

    private static void Collect(ReadOnlySpan<byte> lines, MemoryStream sample)
    {
        while (lines.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) is >= 0 and var high && sample.Length < MaxSample)
        {
            var start = lines[..high].LastIndexOfAny((byte)'\r', (byte)'\n') + 1;
            var length = lines[high..].IndexOfAny((byte)'\r', (byte)'\n');
            var end = length < 0 ? lines.Length : high + length + 1;
            sample.Write(lines[start..end]);
            lines = lines[end..];
        }
    }
}
