using System.Globalization;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>Creates cells from their content (ECMA-376 Part 1, 18.3.1.4 and 18.18.11).</summary>
internal static class CellValues
{
    /// <summary>The number of significant digits of a number in spreadsheet programs.</summary>
    private const int MaxDigits = 15;

    /// <summary>The maximum number of digits that identify a double.</summary>
    private const int MaxRoundTripDigits = 17;

    private static readonly string[] IsoDates =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    private static readonly string[] IsoTimes = ["HH:mm:ss.FFFFFFF", "HH:mm"];

    /// <summary>
    /// A number, or the date, time, duration or identifier that its format shows. A whole number of more than 15 digits is an identifier that a
    /// program wrote as a number: it becomes text with all of its digits, which the number would lose. If the file has already lost them, which
    /// zeros at its end show, it stays a number.
    /// </summary>
    public static Cell FromNumber(ReadOnlySpan<char> literal, NumberFormat format, bool is1904)
    {
        literal = literal.Trim();
        if (literal.IsEmpty)
        {
            return default;
        }

        if (!TryParse(literal, out var number, out var isLong) || (isLong && !IsRounded(literal.TrimStart("-0"), number)))
        {
            return Cell.FromText(literal.ToString());
        }

        return format.IsPlainNumber ? Cell.FromNumber(number) : FromNumber(number, format, is1904);
    }

    /// <summary>A boolean, in any case; text for another value.</summary>
    public static Cell FromBoolean(ReadOnlySpan<char> literal)
    {
        literal = literal.Trim();
        return
            literal.IsEmpty ? default :
            literal is "1" || literal.Equals("true", StringComparison.OrdinalIgnoreCase) ? Cell.FromBoolean(true) :
            literal is "0" || literal.Equals("false", StringComparison.OrdinalIgnoreCase) ? Cell.FromBoolean(false) :
            Cell.FromText(literal.ToString());
    }

    /// <summary>
    /// A date, a time of day or a duration written as ISO 8601 (<c>t="d"</c>); text when it has no serial number. The time of day does not change: an
    /// offset is ignored.
    /// </summary>
    public static Cell FromIsoDate(ReadOnlySpan<char> literal)
    {
        literal = literal.Trim();
        if (DateTimeOffset.TryParseExact(literal, IsoDates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) &&
            SerialDate.FromDateTime(date.DateTime) is { } serial)
        {
            return Cell.FromDate(serial);
        }

        if (TimeOnly.TryParseExact(literal.TrimStart('T').TrimEnd('Z'), IsoTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return Cell.FromDate(time.ToTimeSpan().TotalDays);
        }

        return TryDuration(literal, out var days) ? FromDuration(days) : Cell.FromText(literal.ToString());
    }

    /// <summary>A number, or the value that its format shows.</summary>
    public static Cell FromNumber(double number, NumberFormat format, bool is1904)
    {
        var kind = format.KindOf(number);
        return kind switch
        {
            NumberFormatKind.Number => Cell.FromNumber(number),
            NumberFormatKind.Identifier => format.Identify(number) is { } shown ? Cell.FromIdentifier(shown, number) : Cell.FromNumber(number),
            NumberFormatKind.Duration => FromDuration(number),
            _ => FromSerial(number, kind, is1904),
        };
    }

    /// <summary>
    /// A duration as text, in hours, minutes and seconds: <c>36:00:00</c>. Below a day it is a time of day, which <see cref="CellText"/> shows alike.
    /// </summary>
    private static Cell FromDuration(double days)
    {
        if (!SerialDate.IsInRange(days))
        {
            return Cell.FromNumber(days);
        }

        var time = TimeSpan.FromMilliseconds(Math.Round(days * 86_400_000));
        return time < TimeSpan.FromDays(1)
            ? Cell.FromDate(days)
            : Cell.FromText(string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}{(time.Milliseconds == 0 ? "" : $".{time:fff}")}"));
    }

    /// <summary>Reads a duration of ISO 8601 that has no years and no months, whose lengths differ: <c>PT36H</c>.</summary>
    private static bool TryDuration(ReadOnlySpan<char> literal, out double days)
    {
        days = 0;
        var time = literal.IndexOf('T');
        if (literal is not ['P', ..] || literal[..(time < 0 ? literal.Length : time)].ContainsAny('Y', 'M'))
        {
            return false;
        }

        try
        {
            days = XmlConvert.ToTimeSpan(literal.ToString()).TotalDays;
            return true;
        }
        catch (Exception ex) when (ex is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static Cell FromSerial(double number, NumberFormatKind kind, bool is1904)
    {
        // A time of day alone does not depend on the start of the calendar.
        var isPartOfADay = number is >= 0 and < 1;

        var serial = is1904 && !(kind == NumberFormatKind.Time && isPartOfADay) ? number + SerialDate.Days1904 : number;
        return SerialDate.IsInRange(serial) ? Cell.FromDate(serial) : Cell.FromNumber(number);
    }

    /// <summary>
    /// True for digits in the form of programs that store numbers as doubles: 15 digits, or the 17 that identify it if they are the shortest, and zeros.
    /// </summary>
    private static bool IsRounded(ReadOnlySpan<char> digits, double number)
    {
        var significant = digits.TrimEnd('0');
        if (significant.Length <= MaxDigits || digits.Length <= MaxRoundTripDigits)
        {
            return significant.Length <= MaxDigits;
        }

        // 1.2345678901234568E+17
        var shortest = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        return significant.SequenceEqual(shortest[..shortest.IndexOf('E', StringComparison.Ordinal)].Replace(".", "", StringComparison.Ordinal));
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
        if (isLong)
        {
            return double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        }

        long value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        number = digits.Length == literal.Length ? value : -value;
        return true;
    }
}
