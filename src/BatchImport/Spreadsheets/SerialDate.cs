namespace BatchImport.Spreadsheets;

/// <summary>
/// Serial day numbers of the 1900 date system (ECMA-376 Part 1, 18.17.4.1): day 1 is 1900-01-01, and day 60 is the 29th of
/// February 1900, which did not exist, so that days before it differ by one from those of <see cref="DateTime.FromOADate"/>.
/// </summary>
public static class SerialDate
{
    /// <summary>The days to add to a serial of the 1904 date system for one of the 1900 system.</summary>
    public const int Days1904 = 1_462;

    /// <summary>The first serial after 9999-12-31.</summary>
    private const double End = 2_958_466;

    private const double LastDayBeforeTheGap = 60;

    /// <summary>True when a serial is a date or a time of day: from 0 to the end of the year 9999.</summary>
    public static bool IsInRange(double serial) => serial is >= 0 and < End;

    /// <summary>The date and time of a serial; null for a time of day alone (below 1), for 1900-02-29, and outside of the calendar.</summary>
    public static DateTime? ToDateTime(double serial)
    {
        if (!(serial is >= 1 and < End) || (serial >= LastDayBeforeTheGap && serial < LastDayBeforeTheGap + 1))
        {
            return null;
        }

        var date = DateTime.FromOADate(serial);
        return serial < LastDayBeforeTheGap ? date.AddDays(1) : date;
    }

    /// <summary>The time of day of a serial below 1, to the millisecond.</summary>
    public static TimeSpan ToTimeOfDay(double serial) => TimeSpan.FromMilliseconds(Math.Round(serial * 86_400_000) % 86_400_000);

    /// <summary>The serial of a date and time; null before 1900-01-01, which has none.</summary>
    public static double? FromDateTime(DateTime date) =>
        date.Year < 1900 ? null :
        date < new DateTime(1900, 3, 1, 0, 0, 0, DateTimeKind.Unspecified) ? date.ToOADate() - 1 :
        date.ToOADate();
}
