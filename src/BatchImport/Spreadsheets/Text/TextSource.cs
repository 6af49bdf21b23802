using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// A file's text. The encoding is the byte order mark's (UTF-8, UTF-16 little or big endian). Without one, the 64 KiB from the first byte
/// on that is not ASCII decide, wherever that is: when they are valid UTF-8, the file is UTF-8, else Windows-1252. UTF-8 that
/// turns out invalid later is refused rather than mangled.
/// </summary>
internal sealed class TextSource : TextReader
{
    private const int BufferSize = 65_536;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _source;
    private readonly byte[] _bytes = new byte[BufferSize];
    private readonly char[] _chars = new char[BufferSize + 16];
    private Decoder? _decoder;
    private int _carried;
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Starts reading; the stream stays the caller's.</summary>
    public TextSource(Stream source)
    {
        _source = source;
        _carried = source.ReadAtLeast(_bytes.AsSpan(0, 3), 3, throwOnEndOfStream: false);
        var head = _bytes.AsSpan(0, _carried);
        if (head.StartsWith(Encoding.UTF8.Preamble))
        {
            Decide(StrictUtf8, 3);
        }
        else if (head.StartsWith(Encoding.Unicode.Preamble))
        {
            Decide(new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2);
        }
        else if (head.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            Decide(new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2);
        }
    }

    /// <summary>What is decoded and not yet read; empty only at the end.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are no text in the file's encoding.</exception>
    /// <exception cref="SpreadsheetException">A NUL character: not text at all.</exception>
    public ReadOnlySpan<char> Buffered()
    {
        while (_start == _end && !_ended)
        {
            Fill();
        }

        return _chars.AsSpan(_start, _end - _start);
    }

    /// <summary>Leaves out characters of <see cref="Buffered"/>.</summary>
    public void Skip(int count) => _start += count;

    public override int Peek() => Buffered() is { Length: > 0 } chars ? chars[0] : -1;

    public override int Read()
    {
        var next = Peek();
        _start += next < 0 ? 0 : 1;
        return next;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var chars = Buffered();
        var count = Math.Min(chars.Length, buffer.Length);
        chars[..count].CopyTo(buffer);
        _start += count;
        return count;
    }

    private void Decide(Encoding encoding, int skip)
    {
        _decoder = encoding.GetDecoder();
        _bytes.AsSpan(skip, _carried - skip).CopyTo(_bytes);
        _carried -= skip;
    }

    private void Fill()
    {
        var wanted = BufferSize - _carried;
        var read = _source.ReadAtLeast(_bytes.AsSpan(_carried), wanted, throwOnEndOfStream: false);
        _ended = read < wanted;
        var bytes = _bytes.AsSpan(0, _carried + read);
        _carried = 0;
        _start = 0;

        if (_decoder is null)
        {
            var ascii = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
            {
                ascii = bytes.Length;
            }

            if (ascii > 0)
            {
                Ascii.ToUtf16(bytes[..ascii], _chars, out _end);
                bytes[ascii..].CopyTo(_bytes);
                _carried = bytes.Length - ascii;
                _ended &= _carried == 0;
                RefuseNul();
                return;
            }

            _decoder = IsUtf8(bytes, _ended) ? StrictUtf8.GetDecoder() : CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetDecoder();
        }

        _end = _decoder.GetChars(bytes, _chars, flush: _ended);
        RefuseNul();
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes, bool complete)
    {
        if (Utf8.IsValid(bytes))
        {
            return true;
        }

        // The buffer's end may cut a sequence of up to four bytes.
        for (var cut = 1; !complete && cut <= 3 && cut < bytes.Length; cut++)
        {
            if (Utf8.IsValid(bytes[..^cut]))
            {
                return Rune.DecodeFromUtf8(bytes[^cut..], out _, out _) == OperationStatus.NeedMoreData;
            }
        }

        return false;
    }

    private void RefuseNul()
    {
        if (_chars.AsSpan(0, _end).Contains('\0'))
        {
            throw Refuse.NotASpreadsheet("a binary file");
        }
    }
}
