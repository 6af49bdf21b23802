namespace BatchImport.Spreadsheets.Text;

/// <summary>Decodes a file's bytes piece by piece.</summary>
internal interface ITextDecoder
{
    /// <summary>Decodes the next bytes; a sequence that they cut is kept until the next call.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="chars">Where the characters go: two for each byte, plus eight, are enough.</param>
    /// <param name="isLast">True when no bytes follow.</param>
    /// <returns>How many characters there are.</returns>
    int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast);
}
