using BatchImport.Imports;
using Microsoft.DurableTask;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// How steps are retried. Part of a run's input, so that a run keeps the schedule it started with: an orchestration must not read
/// settings, which can differ from one replay to the next.
/// </summary>
/// <param name="Attempts">The attempts at a step, including the first, unless a service is unavailable.</param>
/// <param name="FirstWait">The wait before the second attempt; it doubles.</param>
/// <param name="LongestWait">The longest wait between two attempts.</param>
/// <param name="OutageLongestWait">The longest wait between two attempts while a service is unavailable.</param>
/// <param name="OutagePatience">How long a step is retried while a service is unavailable.</param>
public sealed record RetrySchedule(int Attempts, TimeSpan FirstWait, TimeSpan LongestWait, TimeSpan OutageLongestWait, TimeSpan OutagePatience)
{
    // Doubling a first wait of 10 ms this often exceeds every longest wait that the settings allow.
    private const int MostDoublings = 24;

    private const int WebhookFactor = 5;

    private static readonly TimeSpan LongestWebhookWait = TimeSpan.FromHours(1);

    /// <summary>The schedule of the settings. With the defaults, 8 attempts wait 1, 2, 4, 8, 16, 30 and 30 s.</summary>
    public static RetrySchedule From(ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RetrySchedule(
            options.RetryAttempts, options.RetryFirstWait, Longer(options.RetryLongestWait, options.RetryFirstWait), Longer(options.OutageLongestWait, options.RetryFirstWait), options.OutagePatience);
    }

    /// <summary>The wait after an attempt that failed.</summary>
    /// <param name="attempt">The attempt, 1-based.</param>
    /// <param name="isOutage">True when a service is unavailable.</param>
    public TimeSpan WaitAfter(int attempt, bool isOutage)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempt - 1, MostDoublings));
        var longest = isOutage ? OutageLongestWait : LongestWait;
        return wait < longest ? wait : longest;
    }

    /// <summary>The wait after an attempt to notify webhooks: longer than after one at a step, because nothing waits for it. It doubles up to an hour.</summary>
    /// <param name="attempt">The attempt, 1-based.</param>
    public TimeSpan WaitAfterWebhook(int attempt)
    {
        var wait = FirstWait * (WebhookFactor * Math.Pow(2, Math.Min(attempt - 1, MostDoublings)));
        return wait < LongestWebhookWait ? wait : LongestWebhookWait;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
