using System.Globalization;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>Builds a text; reused from cell to cell.</summary>
/// <param name="limit">The maximum number of characters.</param>
internal sealed class TextBuffer(int limit)
{
    /// <summary>The number of characters read at once: few enough that a piece stays well below the limit of one piece of XML.</summary>
    private const int PieceSize = 65_536;

    private char[] _chars = new char[256];
    private int _length;

    /// <summary>The text so far.</summary>
    public ReadOnlySpan<char> Text => _chars.AsSpan(0, _length);

    /// <summary>True when the text is longer than allowed; the rest was dropped.</summary>
    public bool IsTooLong { get; private set; }

    public void Clear()
    {
        _length = 0;
        IsTooLong = false;
    }

    /// <summary>Appends a piece of the value of a reader's current text node. False at the node's end, and when the text is too long.</summary>
    public bool Append(XmlReader reader)
    {
        // The reader does not split a surrogate pair: it needs space for two characters.
        if (_chars.Length - _length < 2)
        {
            Array.Resize(ref _chars, _chars.Length * 2);
        }

        var read = reader.ReadValueChunk(_chars, _length, Math.Min(PieceSize, _chars.Length - _length));
        _length += read;
        if (_length > limit)
        {
            IsTooLong = true;
            _length = limit;
            return false;
        }

        return read > 0;
    }

    /// <summary>
    /// Replaces <c>_x000D_</c> and similar codes by the character they encode (ST_Xstring, ECMA-376 Part 1, 22.9.2.19). Halves of surrogate
    /// pairs that result become U+FFFD: they are not text.
    /// </summary>
    public void DecodeEscapes()
    {
        var first = Text.IndexOf("_x", StringComparison.Ordinal);
        if (first < 0)
        {
            return;
        }

        var to = first;
        for (var from = first; from < _length; to++)
        {
            if (IsEscape(from, out var decoded))
            {
                _chars[to] = decoded;
                from += 7;
            }
            else
            {
                _chars[to] = _chars[from++];
            }
        }

        _length = to;
        for (var i = first; i < _length; i++)
        {
            if (char.IsHighSurrogate(_chars[i]) && i + 1 < _length && char.IsLowSurrogate(_chars[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(_chars[i]))
            {
                _chars[i] = '\uFFFD';
            }
        }
    }

    private bool IsEscape(int at, out char decoded)
    {
        decoded = default;
        if (at + 7 > _length || _chars[at] != '_' || _chars[at + 1] != 'x' || _chars[at + 6] != '_' ||
            !ushort.TryParse(_chars.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        decoded = (char)code;
        return true;
    }
}
