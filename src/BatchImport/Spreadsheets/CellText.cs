using System.Globalization;

namespace BatchImport.Spreadsheets;

/// <summary>Formats cells as text: one rule for headers, for validation, and for messages. Invariant, independent of the machine's culture.</summary>
public static class CellText
{
    /// <summary>The maximum number of characters of a value in a message: 40.</summary>
    public const int ShownLength = 40;

    private const double WholeNumbersShownInFull = 1e15;

    /// <summary>
    /// A cell's text: empty for an empty cell and for a formula without a result; a number with up to 15 significant digits, as spreadsheet programs show
    /// it; a date as <c>2024-02-29</c>, with <c>T13:45:00</c> when it has a time of day; a time as <c>13:45:00</c>; <c>TRUE</c> or <c>FALSE</c>; an
    /// identifier as its format shows it.
    /// </summary>
    public static string Format(Cell cell) => cell.Kind switch
    {
        CellKind.Empty or CellKind.Uncalculated => "",
        CellKind.Number => OfNumber(cell.Number),
        CellKind.Date => OfDate(cell.Number),
        CellKind.Boolean => cell.Number != 0 ? "TRUE" : "FALSE",
        _ => cell.Text!,
    };

    /// <summary>
    /// A value as messages show it: in quotes, on one line, truncated to <see cref="ShownLength"/> characters. An invisible character is shown as its
    /// code, <c>&lt;U+200B&gt;</c>, because the message may be about it.
    /// </summary>
    public static string Quote(string value)
    {
        var shown = InvisibleCharacters.Show(value.Trim());
        if (shown.Length > ShownLength)
        {
            // A surrogate pair is not cut in half.
            var end = char.IsHighSurrogate(shown[ShownLength - 1]) ? ShownLength - 1 : ShownLength;
            shown = string.Concat(shown.AsSpan(0, end), "…");
        }

        return $"\"{shown.ReplaceLineEndings(" ")}\"";
    }

    private static string OfNumber(double number)
    {
        if (Math.Abs(number) < WholeNumbersShownInFull && number == Math.Truncate(number))
        {
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        }

        // The conversion to decimal rounds to 15 significant digits, which is what spreadsheet programs show.
        return Math.Abs(number) is > 1e-9 and < WholeNumbersShownInFull
            ? ((decimal)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string OfDate(double serial)
    {
        if (serial is >= 0 and < 1)
        {
            var time = SerialDate.ToTimeOfDay(serial);
            return time.ToString(time.Milliseconds == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
        }

        return SerialDate.ToDateTime(serial) is not { } date ? OfNumber(serial) : date.ToString(
            date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : date.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.fff",
            CultureInfo.InvariantCulture);
    }
}
