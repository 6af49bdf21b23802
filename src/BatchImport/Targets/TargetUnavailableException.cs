namespace BatchImport.Targets;

/// <summary>
/// A target accepts no rows at present. No row becomes an error because of that: the slice ends with the results so far, and the import waits for
/// the target, for up to <c>Import:OutagePatience</c>.
/// </summary>
/// <param name="message">The cause; no secret and no row's value.</param>
/// <param name="innerException">The failure that led to it, if any.</param>
public sealed class TargetUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    private const string Unnamed = "target";

    /// <summary>The service that is unavailable, as people know it: <c>target crm.example.com</c>. Default: the target, by its resource.</summary>
    public string Service { get; init; } = Unnamed;

    /// <summary>The cause in short, such as a status code; null when unknown.</summary>
    public string? Detail { get; init; }

    /// <summary>True when the target that threw it did not name its service.</summary>
    internal bool IsUnnamed => string.Equals(Service, Unnamed, StringComparison.Ordinal);

    /// <summary>The name of a target's service: the host of an address, otherwise the resource.</summary>
    internal static string ServiceOf(IRowTarget target) => $"target {(Uri.TryCreate(target.Resource, UriKind.Absolute, out var address) ? address.Authority : target.Resource)}";

    /// <summary>The same with the name of a target's service.</summary>
    internal TargetUnavailableException NamedAfter(IRowTarget target) => new(Message, this) { Service = ServiceOf(target), Detail = Detail };
}
