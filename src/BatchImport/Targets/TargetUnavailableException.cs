namespace BatchImport.Targets;

/// <summary>
/// A target takes no rows at all for now. No row becomes an error for that: the slice ends with what it has, and its activity is tried again
/// with the back-off of <c>Import:RetryAttempts</c>; when that ends, the import fails, and the rows that were not sent can be run again.
/// </summary>
/// <param name="message">What happened; no secret and no row's value.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class TargetUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
