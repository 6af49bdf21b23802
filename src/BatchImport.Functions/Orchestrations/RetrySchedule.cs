using BatchImport.Imports;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// How activities are tried again. Part of a run's input, so that a run keeps the schedule it started with: an orchestration must not read
/// settings, which can differ from one replay to the next.
/// </summary>
/// <param name="Attempts">Attempts an activity gets, the first included.</param>
/// <param name="FirstWait">The wait before the second attempt.</param>
/// <param name="LongestWait">The longest wait between two attempts.</param>
public sealed record RetrySchedule(int Attempts, TimeSpan FirstWait, TimeSpan LongestWait)
{
    /// <summary>The schedule the settings ask for.</summary>
    public static RetrySchedule From(ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var longest = options.RetryLongestWait > options.RetryFirstWait ? options.RetryLongestWait : options.RetryFirstWait;
        return new RetrySchedule(options.RetryAttempts, options.RetryFirstWait, longest);
    }

    /// <summary>
    /// The one place where retries are spelled out. Waits double: with the defaults (8 attempts, 1 s, 30 s) they are 1, 2, 4, 8, 16, 30 and
    /// 30 s, so that an activity sees an outage of a minute and a half through before its import fails. Every activity is safe to repeat.
    /// </summary>
    public TaskOptions ToOptions() =>
        TaskOptions.FromRetryPolicy(new RetryPolicy(Attempts, FirstWait, backoffCoefficient: 2.0, maxRetryInterval: LongestWait));
}
