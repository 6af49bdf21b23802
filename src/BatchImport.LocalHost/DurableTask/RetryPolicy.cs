namespace BatchImport.LocalHost.DurableTask;

/// <summary>How often, and after which waits, a failed activity or sub-orchestration is tried again.</summary>
public class RetryPolicy
{
    private static readonly TimeSpan DefaultMaxRetryInterval = TimeSpan.FromHours(1);

    private readonly Func<TaskFailureDetails, bool>? _handleFailure;

    /// <summary>Makes a policy.</summary>
    /// <param name="maxNumberOfAttempts">Attempts in all, the first included; at least 1.</param>
    /// <param name="firstRetryInterval">The wait between the first and the second attempt; more than zero.</param>
    /// <param name="backoffCoefficient">What each wait is multiplied by for the next; at least 1.</param>
    /// <param name="maxRetryInterval">The longest wait; null is one hour, <see cref="Timeout.InfiniteTimeSpan"/> no limit.</param>
    /// <param name="retryTimeout">No attempt starts after this long since the first; null or <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside the range given above, or a limit is below <paramref name="firstRetryInterval"/>.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        if (!(backoffCoefficient >= 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(backoffCoefficient), backoffCoefficient, "The back-off coefficient must be 1.0 or more.");
        }

        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? DefaultMaxRetryInterval;
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>Attempts in all, the first included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The wait between the first and the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>What each wait is multiplied by for the next.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>How long after the first attempt no further one starts.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Decides from a failure whether to try again; the limits above decide first. Without it every failure is tried again.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => _handleFailure = value;
    }

    /// <summary>The wait before the next attempt; null when there is to be none.</summary>
    internal TimeSpan? NextDelay(int failedAttempts, DateTime firstAttempt, DateTime now, TaskFailureDetails failure)
    {
        if (failedAttempts >= MaxNumberOfAttempts
            || failure.IsNonRetriable
            || (RetryTimeout != Timeout.InfiniteTimeSpan && now - firstAttempt >= RetryTimeout)
            || _handleFailure?.Invoke(failure) == false)
        {
            return null;
        }

        double limit = MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue.TotalMilliseconds / 2 : MaxRetryInterval.TotalMilliseconds;
        double delay = FirstRetryInterval.TotalMilliseconds * Math.Pow(BackoffCoefficient, failedAttempts - 1);
        return TimeSpan.FromMilliseconds(Math.Min(delay, limit));
    }

    private static void ThrowIfShorter(TimeSpan? value, TimeSpan firstRetryInterval, string name)
    {
        if (value < firstRetryInterval && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, value, $"The value for {name} must not be less than the first retry interval ({firstRetryInterval}).");
        }
    }
}
