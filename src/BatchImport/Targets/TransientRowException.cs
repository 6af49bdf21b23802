namespace BatchImport.Targets;

/// <summary>A target could not take a row now (a time-out, 429, 5xx); the row is tried again, and is an error when the tries end.</summary>
/// <param name="message">What happened, for the file's owner; no secret.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class TransientRowException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>How long the target asks to be left alone; null when it does not say. Waited for up to the definition's <c>longestWaitSeconds</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The cause in short, such as a status code, for people who operate the import; no row's value. Null when unknown.</summary>
    public string? Detail { get; init; }

    /// <summary>True, the default, when the fault speaks for the target being down, which the breaker counts; false for one that is only busy (429).</summary>
    public bool IsOutage { get; init; } = true;
}
