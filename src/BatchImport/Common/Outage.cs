namespace BatchImport.Common;

/// <summary>
/// A service that an import needs is unavailable. As text, it is all that an orchestration learns of the failure, so it holds no row value,
/// no address and no secret.
/// </summary>
/// <param name="Service">The service, as people know it: <c>Redis</c>, <c>storage</c>, <c>mail server</c>, <c>target crm.example.com</c>.</param>
/// <param name="Detail">The cause in short, such as a status code; null when unknown.</param>
public sealed record Outage(string Service, string? Detail)
{
    private const string Separator = ": ";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Outage Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0 ? new Outage(text, null) : new Outage(text[..end], text[(end + Separator.Length)..]);
    }

    /// <summary>The outage as one line: service and detail.</summary>
    public override string ToString() => Detail is null ? Service : Service + Separator + Detail;
}
