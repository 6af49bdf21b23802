using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>
/// Chooses the definition of an import, in this order: blob metadata <c>definition</c>; a folder of the blob's name that is a definition's name;
/// the definition of the import whose corrected rows it contains; the one whose columns match the header best; the open one. A retry uses the
/// current version of the definition of the import that it retries.
/// </summary>
/// <param name="catalog">The available definitions.</param>
internal sealed class ImportDefinitionChoice(IDefinitionCatalog catalog)
{
    public const string MetadataName = "definition";

    /// <summary>The definition that the file's metadata or folder names; null when neither does.</summary>
    /// <exception cref="RejectedException">The metadata names a definition that does not exist or is invalid.</exception>
    public async Task<ImportDefinition?> NamedAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        if (request.Metadata.TryGetValue(MetadataName, out var name) && !string.IsNullOrWhiteSpace(name))
        {
            return await NamedAsync(name.Trim(), request, cancellationToken);
        }

        foreach (var folder in request.BlobName.Split('/')[..^1])
        {
            if (!EmailAddress.IsValid(folder) && await catalog.FindAsync(folder, cancellationToken) is { } definition)
            {
                return definition;
            }
        }

        return null;
    }

    /// <summary>The definition of an import.</summary>
    /// <param name="request">The import's request.</param>
    /// <param name="reader">Its table.</param>
    /// <param name="followed">The name of the definition of the import that this one follows; null when it follows none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="RejectedException">The metadata names a definition that does not exist or is invalid.</exception>
    public async Task<ImportDefinition> ForAsync(ImportRequest request, IRowSource reader, string? followed, CancellationToken cancellationToken)
    {
        if (request.Retries is not null && followed is not null)
        {
            return await NamedAsync(followed, request, cancellationToken);
        }

        if (await NamedAsync(request, cancellationToken) is { } named)
        {
            return named;
        }

        return followed is not null && await catalog.FindAsync(followed, cancellationToken) is { } same
            ? same
            : await BestFitAsync(reader, cancellationToken);
    }

    private async Task<ImportDefinition> NamedAsync(string name, ImportRequest request, CancellationToken cancellationToken)
    {
        if (string.Equals(name, ImportDefinition.OpenName, StringComparison.OrdinalIgnoreCase))
        {
            return ImportDefinition.Open;
        }

        return await catalog.FindAsync(name, cancellationToken)
            ?? throw new RejectedException("unknown-definition", $"'{request.FileName}' names the definition '{Shorten(name)}', which does not exist. Drop the file again with the name of another definition or without one, or have '{Shorten(name)}.json' put into the container '{StorageContainers.DefinitionsName}' first.");
    }

    /// <summary>A definition that specifies the place of its table matches only there.</summary>
    private async Task<ImportDefinition> BestFitAsync(IRowSource reader, CancellationToken cancellationToken)
    {
        var best = ImportDefinition.Open;
        var bestMatched = 0;

        // By name, so that of two that match equally well the same one wins every time.
        foreach (var definition in (await catalog.AllAsync(cancellationToken)).OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            if (RowValidator.Fits(definition, reader.Header, out var matched) && matched > bestMatched && DefinitionTable.IsAt(definition, reader))
            {
                (best, bestMatched) = (definition, matched);
            }
        }

        return best;
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
