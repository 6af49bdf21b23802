namespace BatchImport.Common;

/// <summary>
/// A step could not run because a service is unavailable. No row and no file is the cause: the import waits for the service. The message is the
/// outage as text, because a durable engine passes on only the type and the message of an exception.
/// </summary>
/// <param name="outage">The service and the cause.</param>
/// <param name="innerException">The failure that shows the outage.</param>
public sealed class OutageException(Outage outage, Exception? innerException = null) : Exception(outage?.ToString(), innerException)
{
    /// <summary>The service and the cause.</summary>
    public Outage Outage { get; } = outage ?? throw new ArgumentNullException(nameof(outage));
}
