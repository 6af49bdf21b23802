using BatchImport.LocalHost.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Triggers.Timers;

/// <summary>
/// A function with a timer trigger: one run at a time; a run that takes longer than its interval skips occurrences. With UseMonitor, an
/// occurrence that was missed while the host was not running is run once, at the next start.
/// </summary>
/// <param name="function">The function.</param>
/// <param name="schedule">When it runs.</param>
/// <param name="runner">Runs the function.</param>
/// <param name="store">Stores occurrences.</param>
/// <param name="time">The time.</param>
/// <param name="logger">The log of failures.</param>
internal sealed partial class TimerFunction(
    Function function, TimerSchedule schedule, FunctionRunner runner, TriggerStore store, TimeProvider time, ILogger logger)
{
    // A timer cannot wait longer than about 49 days, and a short wait notices a changed clock.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Runs the function on its schedule until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var trigger = function.Trigger.Timer;
            var record = trigger.UseMonitor ? store.ReadTimer(function.Name) : null;
            var isPastDue = record is not null && record.Next <= time.GetUtcNow();
            if (isPastDue || trigger.RunOnStartup)
            {
                record = await InvokeAsync(record, isPastDue, cancellationToken);
            }

            record ??= Remember(last: null);
            while (true)
            {
                await WaitUntilAsync(record.Next, cancellationToken);
                record = await InvokeAsync(record, isPastDue: false, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops; an occurrence that is missed meanwhile is run at its next start.
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        for (var left = due - time.GetUtcNow(); left > TimeSpan.Zero; left = due - time.GetUtcNow())
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, time, cancellationToken);
        }
    }

    private async Task<TimerRecord> InvokeAsync(TimerRecord? record, bool isPastDue, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = function.Trigger.Timer.UseMonitor ? Status(record, began) : null };
        try
        {
            await runner.RunAsync(function, info, FunctionCall.NoNames, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception ex)
        {
            // As with the genuine trigger, a run that failed is not retried before its next occurrence.
            LogFailure(ex, function.Name);
        }

        return Remember(began);
    }

    private TimerRecord Remember(DateTimeOffset? last)
    {
        var now = time.GetUtcNow();
        var record = new TimerRecord(last, schedule.NextAfter(now), now);
        if (function.Trigger.Timer.UseMonitor)
        {
            store.WriteTimer(function.Name, record);
        }

        return record;
    }

    private ScheduleStatus Status(TimerRecord? record, DateTimeOffset now) => new()
    {
        Last = record?.Last?.UtcDateTime ?? default,
        Next = (record?.Next ?? schedule.NextAfter(now)).UtcDateTime,
        LastUpdated = (record?.Updated ?? now).UtcDateTime,
    };

    [LoggerMessage(3101, LogLevel.Error, "Timer function {Function} failed; it runs again at its next occurrence")]
    private partial void LogFailure(Exception exception, string function);
}
