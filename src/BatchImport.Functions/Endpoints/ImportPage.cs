namespace BatchImport.Functions.Endpoints;

/// <summary>Some imports, newest first.</summary>
/// <param name="Items">The imports.</param>
/// <param name="Next">Where the next ones are; null when there are no more.</param>
public sealed record ImportPage(IReadOnlyList<ImportView> Items, string? Next);
