namespace BatchImport.Targets;

/// <summary>A target could not accept a row at present (a time-out, 429, 5xx); the row is retried, and is an error after the last attempt.</summary>
/// <param name="message">What happened, for the file's owner; no secret.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class TransientRowException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The wait that the target requests; null when it does not. Limited by the definition's <c>longestWaitSeconds</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The cause in short, such as a status code, for people who operate the import; no row's value. Null when unknown.</summary>
    public string? Detail { get; init; }

    /// <summary>True, the default, when the fault indicates an outage, which the breaker counts; false for a target that is only busy (429).</summary>
    public bool IsOutage { get; init; } = true;
}
