namespace BatchImport.Definitions;

/// <summary>The definitions there are.</summary>
public interface IDefinitionCatalog
{
    /// <summary>The definition of a name; null when there is none.</summary>
    /// <exception cref="DefinitionException">There is one, but it is not valid.</exception>
    Task<ImportDefinition?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>All valid definitions, by name. Those that are not are logged and left out.</summary>
    Task<IReadOnlyList<ImportDefinition>> AllAsync(CancellationToken cancellationToken);
}
