using System.Globalization;

namespace BatchImport.Definitions;

/// <summary>How the values of one column are written as text: as the column specifies; otherwise, as its locale does; otherwise, invariant.</summary>
internal sealed class Notation
{
    private static readonly string[] Separators = [".", "/", "-"];
    private static readonly string[] Times = ["", " H:mm", " H:mm:ss"];

    private static readonly string[] DayFirstFormats = Numeric("d", "M");
    private static readonly string[] MonthFirstFormats = Numeric("M", "d");

    private readonly string _thousands;
    private readonly string[] _true;
    private readonly string[] _false;
    private readonly string[] _dates;

    private Notation(
        char decimalSeparator, string thousands, IReadOnlyList<string> units, NegativeForms negative, string[] dates, string[] trueWords, string[] falseWords)
    {
        Units = units;
        Negative = negative;
        DecimalSeparator = decimalSeparator;
        _thousands = thousands;
        _dates = dates;
        _true = trueWords;
        _false = falseWords;
    }

    /// <summary>Invariant notation and ISO 8601.</summary>
    public static Notation Invariant { get; } = new('.', "", [], NegativeForms.None, [], ["yes", "true", "1"], ["no", "false", "0"]);

    /// <summary>The decimal separator.</summary>
    public char DecimalSeparator { get; }

    /// <summary>Units that may be before or after a number.</summary>
    public IReadOnlyList<string> Units { get; }

    /// <summary>Notations of a negative number in addition to a minus sign in front.</summary>
    public NegativeForms Negative { get; }

    /// <summary>True when numbers are in invariant notation.</summary>
    public bool IsInvariantNumber => DecimalSeparator == '.' && _thousands.Length == 0;

    /// <summary>An example of a number, for messages; null in invariant notation, where none is needed.</summary>
    public string? NumberExample => IsInvariantNumber ? null
        : _thousands.Length == 0 ? $"1234{DecimalSeparator}5"
        : $"1{_thousands[0]}234{DecimalSeparator}5";

    /// <summary>An example of a date, for messages.</summary>
    public string DateExample => _dates.Length == 0 ? "2024-12-31"
        : new DateTime(2024, 12, 31, 0, 0, 0, DateTimeKind.Unspecified).ToString(_dates[0], CultureInfo.InvariantCulture);

    /// <summary>The words for yes and no, for messages.</summary>
    public string Words => string.Join(", ", WordsInOrder());

    /// <summary>The notation of a column.</summary>
    public static Notation From(ColumnDefinition column)
    {
        var locale = column.Locale is { } name && Locales.Find(name) is { } known ? known : Locales.Invariant;
        var separator = column.DecimalSeparator is { Length: 1 } given ? given[0] : locale.Decimal;

        // A column that specifies only its decimal separator does not also use it between the thousands.
        var thousands = column.ThousandsSeparator ?? locale.Thousands.Replace(separator.ToString(), "", StringComparison.Ordinal);
        var order = column.DayFirst switch { true => DateOrder.DayFirst, false => DateOrder.MonthFirst, null => locale.Order };
        var dates = column.Formats.Count > 0 ? [.. column.Formats] : order switch
        {
            DateOrder.DayFirst => DayFirstFormats,
            DateOrder.MonthFirst => MonthFirstFormats,
            _ => [],
        };
        return new(
            separator, thousands == " " ? " \u00A0\u202F" : thousands, [.. column.Units, .. locale.Currency], NegativeOf(column, locale), dates,
            [.. Invariant._true, .. locale.True, .. column.TrueWords], [.. Invariant._false, .. locale.False, .. column.FalseWords]);
    }

    /// <summary>
    /// Rewrites a number in invariant notation: without its thousands separators, which must be in the correct places, and with a decimal point.
    /// </summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="buffer">Receives the number if it changes; as long as the text, which may be its beginning: it is read before it is overwritten.</param>
    /// <param name="plain">The number; it may still be invalid.</param>
    /// <returns>False when it is not a number in this notation.</returns>
    public bool TryPlain(ReadOnlySpan<char> text, Span<char> buffer, out ReadOnlySpan<char> plain)
    {
        plain = text;
        var separator = text.IndexOf(DecimalSeparator);
        var whole = separator < 0 ? text : text[..separator];
        var fraction = separator < 0 ? default : text[(separator + 1)..];
        if (fraction.ContainsAny(_thousands) || fraction.ContainsAny('.', ','))
        {
            return false;
        }

        var length = CopyWhole(whole, buffer);
        if (length < 0)
        {
            return false;
        }

        if (separator >= 0)
        {
            buffer[length++] = '.';
            fraction.CopyTo(buffer[length..]);
            length += fraction.Length;
        }

        plain = buffer[..length];
        return true;
    }

    /// <summary>A date in one of the column's formats, or in ISO 8601.</summary>
    public bool TryDate(ReadOnlySpan<char> text, out DateTime date, out bool hasOffset)
    {
        if (IsoDate.TryParse(text, out date, out hasOffset))
        {
            return true;
        }

        hasOffset = false;
        return _dates.Length > 0 && DateTime.TryParseExact(text, _dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>A word for yes or no.</summary>
    public bool TryBoolean(ReadOnlySpan<char> text, out bool value)
    {
        value = IsAny(text, _true);
        return value || IsAny(text, _false);
    }

    private static NegativeForms NegativeOf(ColumnDefinition column, Locales locale) =>
        column.Negative is { } forms ? forms.Aggregate(NegativeForms.None, static (all, form) => all | form) :
        locale == Locales.Invariant ? NegativeForms.None :
        locale.HasParentheses ? NegativeForms.Trailing | NegativeForms.Parentheses : NegativeForms.Trailing;

    private static string[] Numeric(string first, string second) =>
        [.. Separators.SelectMany(separator => Times.Select(time => $"{first}'{separator}'{second}'{separator}'yyyy{time}"))];

    private static bool IsAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Copies the part before the fraction without thousands separators; returns the length, or -1 when the groups are not of three digits.</summary>
    private int CopyWhole(ReadOnlySpan<char> whole, Span<char> buffer)
    {
        var length = 0;
        var digits = 0;
        var groups = 0;
        char used = default;
        foreach (var c in whole)
        {
            if (_thousands.Contains(c, StringComparison.Ordinal))
            {
                // 1.234.567: one to three digits, then groups of three, always with the same separator.
                if (groups == 0 ? digits is 0 or > 3 : digits != 3 || c != used)
                {
                    return -1;
                }

                (used, digits) = (c, 0);
                groups++;
                continue;
            }

            if (c is '.' or ',')
            {
                return -1;
            }

            digits += char.IsAsciiDigit(c) ? 1 : 0;
            buffer[length++] = c;
        }

        return groups > 0 && digits != 3 ? -1 : length;
    }

    private IEnumerable<string> WordsInOrder()
    {
        for (var i = 0; i < Math.Max(_true.Length, _false.Length); i++)
        {
            if (i < _true.Length)
            {
                yield return _true[i];
            }

            if (i < _false.Length)
            {
                yield return _false[i];
            }
        }
    }
}
