using System.Globalization;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Splits delimited text into records and fields by RFC 4180. A record ends with CR LF, LF or CR outside of quotes, in any mixture: a line break
/// of any kind within quotes belongs to the value. A quote within an unquoted field is an ordinary character. Text between a closing
/// quote and the next delimiter, and a quote that is never closed, are errors, because every later value may be in the wrong place.
/// </summary>
/// <param name="source">The text.</param>
/// <param name="delimiter">The delimiter of fields; <see cref="NoDelimiter"/> for a single column.</param>
/// <param name="maxCharacters">The longest record, in UTF-16 characters.</param>
internal sealed class RecordReader(ICharacters source, char delimiter, int maxCharacters)
{
    /// <summary>A delimiter that no text has (a Unicode noncharacter): each record is one field.</summary>
    public const char NoDelimiter = '\uFFFF';

    private const int InitialSize = 32_768;

    /// <summary>The form feed with which report programs begin each page: before a record, it is not part of the first value.</summary>
    private const char PageBreak = '\f';

    private char[] _buffer = new char[Math.Min(InitialSize, maxCharacters)];
    private Field[] _fields = new Field[16];
    private int _start;
    private int _next;
    private int _end;
    private bool _isComplete;
    private FieldEnds _ends = new(delimiter);

    /// <summary>The current record's number, 1-based; records without any text count as well.</summary>
    public int RecordNumber { get; private set; }

    /// <summary>True when nothing follows the current record.</summary>
    public bool IsAtEnd => _isComplete && _next == _end;

    /// <summary>True when the text ends within quotes.</summary>
    public bool EndsInQuotes { get; private set; }

    /// <summary>The number of fields of the current record: at least one.</summary>
    public int Count { get; private set; }

    /// <summary>Moves to the next record. False at the end.</summary>
    /// <exception cref="SpreadsheetException"><c>broken-text</c> or <c>row-too-long</c>.</exception>
    public bool Read()
    {
        _start = _next;
        RecordNumber++;
        while (_start == _end || !TryScan())
        {
            if (_isComplete)
            {
                return false;
            }

            Fill();
        }

        return true;
    }

    /// <summary>True when the field is in quotes.</summary>
    public bool IsQuoted(int index) => _fields[index].IsQuoted;

    /// <summary>A field's length in characters, doubled quotes counted twice.</summary>
    public int Length(int index) => _fields[index].Length;

    /// <summary>A field as it is written, without the quotes around it; doubled quotes are still doubled. Valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> Written(int index) => _buffer.AsSpan(_fields[index].Start, _fields[index].Length);

    /// <summary>A field's value.</summary>
    public string Text(int index)
    {
        var text = Written(index);
        return text.IsEmpty ? "" : _fields[index].HasEscapes ? text.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : text.ToString();
    }

    /// <summary>Splits the record that begins at the start; false when the buffer does not hold all of it.</summary>
    private bool TryScan()
    {
        ReadOnlySpan<char> text = _buffer.AsSpan(0, _end);
        var at = _start;
        Count = 0;
        while (at < text.Length && text[at] == PageBreak)
        {
            at++;
        }

        while (true)
        {
            if (at < text.Length && text[at] == '"')
            {
                if (!TryScanQuoted(text, ref at))
                {
                    return false;
                }
            }
            else
            {
                var end = _ends.Find(text, at);
                if (end < 0)
                {
                    if (!_isComplete)
                    {
                        return false;
                    }

                    end = text.Length;
                }

                Add(new(at, end - at, IsQuoted: false, HasEscapes: false));
                at = end;
            }

            if (at == text.Length)
            {
                _next = at;
                return true;
            }

            if (text[at] != delimiter)
            {
                return TryEnd(text, at);
            }

            at++;
        }
    }

    /// <summary>Reads a quoted field; false when the buffer does not hold all of it and the next character.</summary>
    private bool TryScanQuoted(ReadOnlySpan<char> text, ref int at)
    {
        var start = at + 1;
        var hasEscapes = false;
        for (at = start; ; at++)
        {
            var quote = text[at..].IndexOf('"');
            if (quote < 0)
            {
                EndsInQuotes = _isComplete;
                return EndsInQuotes ? throw Broken("begins with a quote that is never closed") : false;
            }

            at += quote + 1;
            if (at == text.Length && !_isComplete)
            {
                return false;
            }

            if (at == text.Length || text[at] != '"')
            {
                break;
            }

            hasEscapes = true;
        }

        if (at < text.Length && text[at] != delimiter && text[at] is not ('\r' or '\n'))
        {
            throw Broken("has text after its closing quote");
        }

        Add(new(start, at - 1 - start, IsQuoted: true, hasEscapes));
        return true;
    }

    /// <summary>Ends the record at a line end; false when the buffer may hold only half of it.</summary>
    private bool TryEnd(ReadOnlySpan<char> text, int at)
    {
        if (text[at] == '\r')
        {
            if (at + 1 == text.Length && !_isComplete)
            {
                return false;
            }

            at += at + 1 < text.Length && text[at + 1] == '\n' ? 1 : 0;
        }

        _next = at + 1;
        return true;
    }

    private void Add(Field field)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, Count * 2);
        }

        _fields[Count++] = field;
    }

    /// <summary>Moves the current record to the start of the buffer, and fills the rest.</summary>
    private void Fill()
    {
        _ends.Forget();
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        else if (_end == _buffer.Length)
        {
            if (_buffer.Length == maxCharacters)
            {
                throw SpreadsheetErrors.RowTooLong(string.Create(CultureInfo.InvariantCulture, $"row {RecordNumber}"), maxCharacters);
            }

            Array.Resize(ref _buffer, (int)Math.Min((long)_buffer.Length * 2, maxCharacters));
        }

        while (_end < _buffer.Length && !_isComplete)
        {
            var read = source.Read(_buffer.AsSpan(_end));
            _end += read;
            _isComplete = read == 0;
        }
    }

    private SpreadsheetException Broken(string what) => new(
        "broken-text",
        string.Create(CultureInfo.InvariantCulture, $"Row {RecordNumber} has a quoted value that is not closed correctly: the value in column {ColumnName.FromIndex(Count)} {what}. Write quotes within a value twice (\"\"), or save the file as an Excel workbook (.xlsx)."));

    private readonly record struct Field(int Start, int Length, bool IsQuoted, bool HasEscapes);
}
