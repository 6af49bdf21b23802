using System.Text;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// A file's text. The encoding is that of the byte order mark; without one, <see cref="EncodingChoice"/> decides at the first byte that is not ASCII,
/// at any position. Bytes that are not valid in it become <see cref="BrokenBytes"/>: they make their row an error, not the file.
/// </summary>
internal sealed class TextSource : ICharacters
{
    private const int MaxBufferSize = 65_536;

    /// <summary>Ctrl-Z, with which CP/M and DOS programs end a text.</summary>
    private const char EndOfText = '\x1A';

    /// <summary>The number of characters at the end of the read text that are held back, because they may be the end of the file.</summary>
    private const int MaxHeld = 1_024;

    private readonly SourceStream _source;
    private readonly TextEncoding? _named;
    private readonly byte[] _bytes;
    private readonly char[] _chars;
    private ITextDecoder? _decoder;
    private int _start;
    private int _end;
    private int _held;
    private bool _ended;

    /// <summary>Starts reading; the caller owns the stream.</summary>
    /// <param name="source">The file, at its start.</param>
    /// <param name="named">The given encoding; null for none.</param>
    public TextSource(SourceStream source, TextEncoding? named)
    {
        _source = source;
        _named = named;
        _bytes = new byte[Math.Clamp(source.Length + 1, 16, MaxBufferSize)];
        _chars = new char[(2 * _bytes.Length) + MaxHeld + 16];
        Fill(isFirst: true);
    }

    /// <summary>The encoding's name, for messages.</summary>
    public string EncodingName { get; private set; } = "ASCII";

    /// <summary>True when the text read so far has invalid bytes or NUL characters.</summary>
    public bool HasBrokenBytes { get; private set; }

    /// <summary>True when <see cref="Buffered"/> extends to the end of the text.</summary>
    public bool IsComplete => _ended;

    /// <summary>The text that is decoded and not yet read; empty only at the end.</summary>
    /// <exception cref="SpreadsheetException"><c>unknown-encoding</c> or <c>truncated</c>.</exception>
    public ReadOnlyMemory<char> Buffered()
    {
        while (_start == _end && !_ended)
        {
            Fill(isFirst: false);
        }

        return _chars.AsMemory(_start, _end - _start);
    }

    /// <summary>Skips characters of <see cref="Buffered"/>.</summary>
    public void Skip(int count) => _start += count;

    /// <inheritdoc/>
    public int Read(Span<char> buffer)
    {
        var chars = Buffered().Span;
        var count = Math.Min(chars.Length, buffer.Length);
        chars[..count].CopyTo(buffer);
        _start += count;
        return count;
    }

    private void Fill(bool isFirst)
    {
        var position = _source.Position;
        var read = _source.ReadAtLeast(_bytes, _bytes.Length, throwOnEndOfStream: false);
        _ended = read < _bytes.Length;
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, read);
        if (isFirst)
        {
            bytes = bytes[Start(bytes)..];
        }

        _chars.AsSpan(0, _held).Fill(EndOfText);
        var chars = _chars.AsSpan(_held);
        int count;
        if (_decoder is null && bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) is >= 0 and var other)
        {
            Use(EncodingChoice.At(_source, position + (read - bytes.Length) + other, _named));
        }

        if (_decoder is null)
        {
            Ascii.ToUtf16(bytes, chars, out count);
            HasBrokenBytes |= bytes.Contains((byte)0);
        }
        else
        {
            count = _decoder.Decode(bytes, chars, _ended);
            HasBrokenBytes |= BrokenBytes.AreIn(chars[..count]);
        }

        (_start, _end) = (0, _held + count);
        if (isFirst)
        {
            // A second byte order mark, from programs that add one to a text that already has one.
            _start += chars[..count].Length - chars[..count].TrimStart('\uFEFF').Length;
        }

        HoldBackEnd();
    }

    /// <summary>Determines the encoding by the file's first bytes; returns the length of the byte order mark.</summary>
    private int Start(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF8.Preamble))
        {
            Use(TextEncoding.Utf8);
            return 3;
        }

        var isLittleEndian = head.StartsWith(Encoding.Unicode.Preamble);
        if (isLittleEndian || head.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            Use(isLittleEndian ? TextEncoding.Utf16LittleEndian : TextEncoding.Utf16BigEndian);
            return 2;
        }

        if (_named is { IsAsciiCompatible: false })
        {
            Use(_named);
        }
        else if (Utf16Evidence.Find(head[..Math.Min(head.Length, ContentSniffer.HeadSize)]) is { } found)
        {
            Use(found);
        }

        return 0;
    }

    private void Use(TextEncoding encoding)
    {
        _decoder = encoding.Decoder();
        EncodingName = encoding.Name.ToUpperInvariant();
    }

    /// <summary>Removes characters at the end of the file that are not text.</summary>
    private void HoldBackEnd()
    {
        ReadOnlySpan<char> text = _chars.AsSpan(_start, _end - _start);
        if (_ended && text is [.., '\0'])
        {
            text = text.TrimEnd('\0');
            if (text is not [.., EndOfText])
            {
                throw SpreadsheetErrors.EndsInNul(_end - _start - text.Length);
            }
        }

        var end = text.TrimEnd(EndOfText).Length;
        _held = _ended ? 0 : Math.Min(text.Length - end, MaxHeld);
        _end = _start + (_ended ? end : text.Length - _held);
    }
}
