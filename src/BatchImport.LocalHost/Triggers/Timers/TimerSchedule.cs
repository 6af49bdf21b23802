using System.Globalization;
using BatchImport.LocalHost.Invocation;
using NCrontab;

namespace BatchImport.LocalHost.Triggers.Timers;

/// <summary>When a timer runs: an NCRONTAB expression of six fields (seconds first) or five, in UTC.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule _schedule;

    private TimerSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <summary>Parses an expression.</summary>
    /// <exception cref="FunctionBindingException">The expression is invalid.</exception>
    public static TimerSchedule Parse(string expression, string function)
    {
        var fields = expression.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length;
        try
        {
            return new TimerSchedule(CrontabSchedule.Parse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 }));
        }
        catch (CrontabException ex)
        {
            throw new FunctionBindingException(string.Create(
                CultureInfo.InvariantCulture, $"Function '{function}': its schedule '{expression}' is not an NCRONTAB expression of six fields (seconds first) or five: {ex.Message}"));
        }
    }

    /// <summary>The first occurrence after a time.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset time) => new(_schedule.GetNextOccurrence(time.UtcDateTime), TimeSpan.Zero);
}
