using System.Globalization;

namespace BatchImport.Definitions;

/// <summary>Dates as text in ISO 8601: <c>2024-02-29</c>, <c>2024-02-29T13:45</c> (or a blank for the T), with seconds, with an offset.</summary>
internal static class IsoDate
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads a date as it is written: an offset is read and ignored, so that the time of day does not change.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime date) => TryParse(text, out date, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out DateTime)"/>
    /// <param name="text">The text.</param>
    /// <param name="date">The date and time as written.</param>
    /// <param name="hasOffset">True when the text has an offset.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime date, out bool hasOffset)
    {
        hasOffset = false;
        date = default;

        // yyyy-MM-dd is by far the most frequent form.
        if (text.Length < 10 || text[4] != '-' || text[7] != '-')
        {
            return false;
        }

        if (text.Length == 10)
        {
            return DateTime.TryParseExact(text, Formats[0], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
        }

        var clock = text[11..];
        var offset = clock.IndexOfAny("Z+-");
        hasOffset = offset >= 0;
        var isDate = DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        date = parsed.DateTime;
        return isDate;
    }
}
