using System.Globalization;

namespace BatchImport.LocalHost.Cli;

/// <summary>Times as users enter and read them: in the machine's time zone.</summary>
internal static class TimeText
{
    /// <summary>The accepted formats, as the end of a sentence.</summary>
    public const string Rule = "takes a time such as 30m, 12h or 7d (ago), 2026-01-31, or 2026-01-31T12:00, which is local unless it ends with Z or an offset";

    private const int MostDigits = 5;

    // K accepts a time zone, or none.
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>The time that was entered; null when it is invalid.</summary>
    public static DateTimeOffset? Parse(string text, TimeProvider time)
    {
        if (text.Length is > 1 and <= MostDigits + 1 && text[^1] is 'm' or 'h' or 'd'
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return time.GetUtcNow() - (text[^1] switch { 'm' => TimeSpan.FromMinutes(count), 'h' => TimeSpan.FromHours(count), _ => TimeSpan.FromDays(count) });
        }

        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var typed))
        {
            return null;
        }

        return typed.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(typed, time.LocalTimeZone.GetUtcOffset(typed)) : new DateTimeOffset(typed);
    }

    /// <summary>A time as text.</summary>
    public static string Format(DateTimeOffset at, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(at, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
