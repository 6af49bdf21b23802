namespace BatchImport.Targets.Http;

/// <summary>A host that http targets may call.</summary>
/// <param name="Name">Its name or address, in lower case; with <paramref name="IsWildcard"/> the required suffix, with the leading dot.</param>
/// <param name="IsWildcard">True for every name below a domain.</param>
/// <param name="Port">The port; null for the scheme's default.</param>
/// <param name="IsPrivate">True when its address may be non-public.</param>
/// <param name="IsPlain">True when requests may be sent without TLS.</param>
internal sealed record AllowedHost(string Name, bool IsWildcard, int? Port, bool IsPrivate, bool IsPlain);
