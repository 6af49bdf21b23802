namespace BatchImport.LocalHost.Hosting;

/// <summary>Some imports, as <c>GET imports</c> shows them, newest first.</summary>
/// <param name="Items">The imports.</param>
/// <param name="Next">Where the next ones are; null when there are no more.</param>
internal sealed record ImportList(IReadOnlyList<ImportStatus> Items, string? Next);
