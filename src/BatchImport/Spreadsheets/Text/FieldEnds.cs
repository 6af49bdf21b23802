using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Finds the ends of fields in a buffer: delimiters and line ends. It looks at 32 characters at a time and keeps their result, a bit per character,
/// since most fields are shorter than that.
/// </summary>
internal struct FieldEnds
{
    /// <summary>The characters that one comparison covers.</summary>
    private const int BlockSize = 32;

    private readonly char _delimiter;
    private int _blockStart = -BlockSize;
    private uint _block;

    /// <summary>Finds the ends of fields with a delimiter.</summary>
    public FieldEnds(char delimiter) => _delimiter = delimiter;

    /// <summary>The position of the next delimiter or line end, at <paramref name="at"/> or after it; -1 if the text has none.</summary>
    /// <param name="text">The buffer: the same as at the last call, unless <see cref="Forget"/> was called.</param>
    /// <param name="at">A position; it does not decrease between calls.</param>
    public int Find(ReadOnlySpan<char> text, int at)
    {
        var offset = at - _blockStart;
        if (offset < BlockSize)
        {
            var rest = _block >> offset;
            if (rest != 0)
            {
                return at + BitOperations.TrailingZeroCount(rest);
            }

            at = _blockStart + BlockSize;
        }

        for (; Vector256.IsHardwareAccelerated && at + BlockSize <= text.Length; at += BlockSize)
        {
            var chars = MemoryMarshal.Cast<char, ushort>(text.Slice(at, BlockSize));
            _block = Vector256.Narrow(Ends(Vector256.Create(chars)), Ends(Vector256.Create(chars[(BlockSize / 2)..]))).ExtractMostSignificantBits();
            _blockStart = at;
            if (_block != 0)
            {
                return at + BitOperations.TrailingZeroCount(_block);
            }
        }

        var length = text[at..].IndexOfAny(_delimiter, '\r', '\n');
        return length < 0 ? length : at + length;
    }

    /// <summary>Forgets the last result: the content of the buffer has moved.</summary>
    public void Forget() => _blockStart = -BlockSize;

    private readonly Vector256<ushort> Ends(Vector256<ushort> chars) =>
        Vector256.Equals(chars, Vector256.Create((ushort)_delimiter)) | Vector256.Equals(chars, Vector256.Create((ushort)'\r')) | Vector256.Equals(chars, Vector256.Create((ushort)'\n'));
}
