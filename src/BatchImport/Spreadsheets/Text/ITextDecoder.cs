namespace BatchImport.Spreadsheets.Text;

/// <summary>Decodes a file's bytes in blocks.</summary>
internal interface ITextDecoder
{
    /// <summary>Decodes the next bytes; an incomplete sequence at the end is kept until the next call.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="chars">The destination: two characters for each byte, plus eight, are sufficient.</param>
    /// <param name="isLast">True when no bytes follow.</param>
    /// <returns>The number of characters.</returns>
    int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast);
}
