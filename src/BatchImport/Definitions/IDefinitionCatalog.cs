namespace BatchImport.Definitions;

/// <summary>Provides the definitions of the installation.</summary>
public interface IDefinitionCatalog
{
    /// <summary>Finds a definition by name; null when it does not exist.</summary>
    /// <exception cref="DefinitionException">The definition exists, but is not valid.</exception>
    Task<ImportDefinition?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>All valid definitions, by name. Invalid ones are logged and omitted.</summary>
    Task<IReadOnlyList<ImportDefinition>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Discards what is cached of a definition that was changed or deleted: the next import reads it again.</summary>
    void Forget(string name);
}
