using System.Globalization;
using System.Text;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// Reads one section of a number format's code (ECMA-376 Part 1, 18.8.31). Letters are parts of a date only in words without other letters, so that
/// <c>General</c>, its translations and unquoted units are not.
/// </summary>
internal ref struct FormatParser(ReadOnlySpan<char> code)
{
    /// <summary>The maximum number of characters of a layout: more than a format's code may have (255).</summary>
    private const int MaxLayout = 256;

    private readonly ReadOnlySpan<char> _code = code;
    private readonly StringBuilder _layout = new();
    private readonly List<bool> _places = [];
    private bool _date;
    private bool _time;
    private bool _month;
    private bool _duration;

    /// <summary>True when something shows a quantity: a fraction, a percent sign, a thousands separator, a currency.</summary>
    private bool _quantity;

    /// <summary>The section's length.</summary>
    public int Length { get; private set; }

    /// <summary>The condition for the numbers of the section; null without one.</summary>
    public Predicate<double>? Condition { get; private set; }

    /// <summary>True when the section shows texts.</summary>
    public bool IsText { get; private set; }

    /// <summary>The layout of an identifier; null for none.</summary>
    public readonly FormatLayout? Layout => Kind == NumberFormatKind.Identifier ? new(_layout.ToString(), [.. _places]) : null;

    /// <summary>The kind of values that the section shows.</summary>
    public readonly NumberFormatKind Kind =>
        _duration ? NumberFormatKind.Duration :

        // An m is minutes next to hours or seconds; otherwise, a month.
        _date || (_month && !_time) ? NumberFormatKind.Date :
        _time ? NumberFormatKind.Time :
        !_quantity && !IsText && _layout.Length <= MaxLayout && new FormatLayout(_layout.ToString(), [.. _places]).IsIdentifier ? NumberFormatKind.Identifier :
        NumberFormatKind.Number;

    /// <summary>Reads the section.</summary>
    public void Run()
    {
        var i = 0;
        while (i < _code.Length && _code[i] != ';')
        {
            i += Read(_code[i..]);
        }

        Length = Math.Min(i, _code.Length);
    }

    private int Read(ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case '"':
                var quoted = LengthTo(rest, '"');
                AddLiteral(rest[1..Math.Min(quoted, rest.Length)].TrimEnd('"'));
                return quoted;
            case '\\':
                AddLiteral(rest[1..Math.Min(2, rest.Length)]);
                return 2;
            case '_':
                // A blank with the width of a character.
                return 2;
            case '*':
                _quantity = true;
                return 2;
            case '[':
                var bracket = LengthTo(rest, ']');
                ReadBracket(rest[1..Math.Min(bracket, rest.Length)].TrimEnd(']'));
                return bracket;
            case '0' or '#':
                Add(rest[0], isPlace: true);
                return 1;
            case '?' or '.' or ',' or '%':
                _quantity = true;
                return 1;
            case '/' when _places.Contains(true):
                // A fraction: # ?/?.
                _quantity = true;
                return 1;
            case '@':
                IsText = true;
                return 1;
            case var c when IsLatin(c):
                return ReadWord(rest);
            default:
                AddLiteral(rest[..1]);
                return 1;
        }
    }

    private int ReadWord(ReadOnlySpan<char> rest)
    {
        if (rest[0] is 'E' or 'e' && rest.Length > 1 && rest[1] is '+' or '-' && _places.Contains(true))
        {
            _quantity = true;
            return 2;
        }

        foreach (var half in (ReadOnlySpan<string>)["AM/PM", "A/P"])
        {
            if (rest.StartsWith(half, StringComparison.OrdinalIgnoreCase))
            {
                _time = true;
                return half.Length;
            }
        }

        var length = 1;
        while (length < rest.Length && IsLatin(rest[length]))
        {
            length++;
        }

        // East Asian versions of Excel write General as G/ and its translation. After digits, letters are a unit: 0 days.
        var isGeneral = length == 1 && rest is ['G' or 'g', '/', > '\u02FF', ..];
        var isUnit = _places.Contains(true) && !_date && !_time && !_month;
        if (isGeneral || isUnit || rest[..length].ContainsAnyExcept("ymdhsegbaYMDHSEGBA"))
        {
            _quantity = true;
            return isGeneral ? rest.Length - rest.TrimStart("Gg/").Length : length;
        }

        ReadDateWord(rest[..length]);
        return length;
    }

    private void ReadDateWord(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            _date |= c is 'y' or 'Y' or 'd' or 'D' or 'e' or 'E' or 'b' or 'B' or 'g' or 'G';
            _time |= c is 'h' or 'H' or 's' or 'S';
            _month |= c is 'm' or 'M';
        }

        // A day of the week in East Asian versions of Excel.
        _date |= word.Length > 2 && !word.ContainsAnyExcept('a', 'A');
    }

    private void ReadBracket(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && (text[0] | 0x20) is 'h' or 'm' or 's' && !text.ContainsAnyExcept(text[0], (char)(text[0] ^ 0x20)))
        {
            _duration = true;
        }
        else if (text is ['<' or '>' or '=', ..])
        {
            Condition = ConditionOf(text);
        }
        else if (text is ['$', not '-', ..])
        {
            // A currency: [$EUR-407]. A text without a name before its hyphen is only a locale.
            _quantity = true;
        }
    }

    private void AddLiteral(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            Add(c, isPlace: false);
        }
    }

    private readonly void Add(char c, bool isPlace)
    {
        // One more than allowed shows that it is too long.
        if (_layout.Length <= MaxLayout)
        {
            _layout.Append(c);
            _places.Add(isPlace);
        }
    }

    private static Predicate<double>? ConditionOf(ReadOnlySpan<char> text)
    {
        var sign = text.Length > 1 && text[1] is '=' or '>' ? text[..2] : text[..1];
        if (!double.TryParse(text[sign.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var bound))
        {
            return null;
        }

        return sign switch
        {
            "<" => number => number < bound,
            "<=" => number => number <= bound,
            ">" => number => number > bound,
            ">=" => number => number >= bound,
            "<>" => number => number != bound,
            _ => number => number == bound,
        };
    }

    private static bool IsLatin(char c) => c < '\u0250' && char.IsLetter(c);

    private static int LengthTo(ReadOnlySpan<char> rest, char close)
    {
        var length = rest[1..].IndexOf(close);
        return length < 0 ? rest.Length : length + 2;
    }
}
