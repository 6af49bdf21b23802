namespace BatchImport.Targets;

/// <summary>
/// A target accepts no rows at present. No row becomes an error because of that: the slice ends with the results so far, and the import waits for
/// the target, for up to <c>Import:OutagePatience</c>.
/// </summary>
/// <param name="message">The cause; no secret and no row's value.</param>
/// <param name="innerException">The failure that led to it, if any.</param>
public sealed class TargetUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The service that is unavailable, as people know it: <c>target crm.example.com</c>.</summary>
    public string Service { get; init; } = "target";

    /// <summary>The cause in short, such as a status code; null when unknown.</summary>
    public string? Detail { get; init; }
}
