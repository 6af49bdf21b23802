namespace BatchImport.Common;

/// <summary>
/// A service that an import needs is unavailable. The text is all that an orchestration receives about the failure, so it contains no row value,
/// no address and no secret.
/// </summary>
/// <param name="Service">The service, as people know it: <c>Redis</c>, <c>storage</c>, <c>mail server</c>, <c>target crm.example.com</c>.</param>
/// <param name="Detail">The cause in short, such as a status code; null when unknown.</param>
public sealed record Outage(string Service, string? Detail)
{
    private const string Separator = ": ";

    /// <summary>Parses the output of <see cref="ToString"/>.</summary>
    public static Outage Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0 ? new Outage(text, null) : new Outage(text[..end], text[(end + Separator.Length)..]);
    }

    /// <summary>The outage as one line: service and detail.</summary>
    public override string ToString() => Detail is null ? Service : Service + Separator + Detail;
}
