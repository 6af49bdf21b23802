namespace BatchImport.Functions.Endpoints;

/// <summary>The definitions of the installation.</summary>
/// <param name="Items">The definitions, by name.</param>
public sealed record DefinitionList(IReadOnlyList<DefinitionView> Items);
