namespace BatchImport.Targets.Http;

/// <summary>A host that http targets may call.</summary>
/// <param name="Name">Its name or address, in lower case; with <paramref name="IsWildcard"/> what it must end in, with the leading dot.</param>
/// <param name="IsWildcard">True for every name below a domain.</param>
/// <param name="Port">The port; null for the scheme's own.</param>
/// <param name="IsPrivate">True when it may have an address that is no public one.</param>
/// <param name="IsPlain">True when requests may go without TLS.</param>
internal sealed record AllowedHost(string Name, bool IsWildcard, int? Port, bool IsPrivate, bool IsPlain);
