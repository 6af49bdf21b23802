namespace BatchImport.Functions.Endpoints;

/// <summary>A page of imports, newest first.</summary>
/// <param name="Items">The imports.</param>
/// <param name="Next">The address of the next page; null on the last one.</param>
public sealed record ImportPage(IReadOnlyList<ImportView> Items, string? Next);
