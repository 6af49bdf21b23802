using System.Globalization;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>Makes cells of what stands in them (ECMA-376 Part 1, 18.3.1.4 and 18.18.11).</summary>
internal static class CellValues
{
    /// <summary>Significant digits a number has in spreadsheet programs.</summary>
    private const int MaxDigits = 15;

    private static readonly string[] IsoDates =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    /// <summary>
    /// A number, or the date, time or duration its format shows. A whole number of more than 15 digits is an identifier that some
    /// program wrote as a number: it becomes text with all of its digits, which the number would lose.
    /// </summary>
    public static Cell OfNumber(ReadOnlySpan<char> literal, NumberFormatKind kind, bool is1904)
    {
        literal = literal.Trim();
        if (literal.IsEmpty)
        {
            return default;
        }

        if (!TryParse(literal, out var number, out var isLong) || isLong)
        {
            return Cell.OfText(literal.ToString());
        }

        return kind == NumberFormatKind.Number ? Cell.OfNumber(number) : OfSerial(number, kind, is1904);
    }

    /// <summary>A date written as ISO 8601 (<c>t="d"</c>); text when it has no serial number.</summary>
    public static Cell OfIsoDate(ReadOnlySpan<char> literal)
    {
        if (DateTime.TryParseExact(literal, IsoDates, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AdjustToUniversal, out var date) &&
            SerialDate.FromDateTime(date) is { } serial)
        {
            return Cell.OfDate(serial);
        }

        return TimeOnly.TryParse(literal, CultureInfo.InvariantCulture, out var time)
            ? Cell.OfDate(time.ToTimeSpan().TotalDays)
            : Cell.OfText(literal.ToString());
    }

    private static Cell OfSerial(double number, NumberFormatKind kind, bool is1904)
    {
        // A time of day alone does not depend on where the calendar begins; a duration of a day and more is no point in it.
        var isPartOfADay = number is >= 0 and < 1;
        if (kind == NumberFormatKind.Duration)
        {
            return isPartOfADay ? Cell.OfDate(number) : Cell.OfNumber(number);
        }

        var serial = is1904 && !(kind == NumberFormatKind.Time && isPartOfADay) ? number + SerialDate.Days1904 : number;
        return SerialDate.IsInRange(serial) ? Cell.OfDate(serial) : Cell.OfNumber(number);
    }

    private static bool TryParse(ReadOnlySpan<char> literal, out double number, out bool isLong)
    {
        isLong = false;
        var digits = literal[0] == '-' ? literal[1..] : literal;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        }

        isLong = digits.TrimStart('0').Length > MaxDigits;
        long value = 0;
        foreach (var digit in isLong ? default : digits)
        {
            value = (value * 10) + (digit - '0');
        }

        number = digits.Length == literal.Length ? value : -value;
        return true;
    }
}
