namespace BatchImport.Definitions;

/// <summary>The texts of the definitions of the installation, for people who edit them. Imports use <see cref="IDefinitionCatalog"/>.</summary>
public interface IDefinitionStore
{
    /// <summary>All definitions by name, also those that are invalid.</summary>
    Task<IReadOnlyList<StoredDefinition>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A definition by name; null when it does not exist.</summary>
    Task<StoredDefinition?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores a definition, which is used by imports that start after that.</summary>
    /// <param name="name">Its name, which must also be in its text.</param>
    /// <param name="json">Its text in UTF-8. It is stored as it is, with its comments.</param>
    /// <param name="condition">What must hold for the stored version; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>What was stored or, with its mistakes, was not.</returns>
    Task<SavedDefinition> SaveAsync(string name, ReadOnlyMemory<byte> json, DefinitionCondition? condition, CancellationToken cancellationToken);

    /// <summary>Deletes a definition. Imports that have started keep it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="condition">What must hold for the stored version; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<DefinitionOutcome> DeleteAsync(string name, DefinitionCondition? condition, CancellationToken cancellationToken);
}
