using BatchImport.Definitions;

namespace BatchImport.Imports;

/// <summary>
/// Which definition an import follows: blob metadata <c>definition</c>, else a folder of the blob's name that is a definition's name, else
/// the one whose columns fit the header best, else the open one.
/// </summary>
/// <param name="catalog">The definitions there are.</param>
internal sealed class ImportDefinitionChoice(IDefinitionCatalog catalog)
{
    public const string MetadataName = "definition";

    /// <exception cref="RejectedException">The metadata names one that does not exist or is broken.</exception>
    public async Task<ImportDefinition> ForAsync(ImportRequest request, IReadOnlyList<string> header, CancellationToken cancellationToken)
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

        return await BestFitAsync(header, cancellationToken);
    }

    private async Task<ImportDefinition> NamedAsync(string name, ImportRequest request, CancellationToken cancellationToken)
    {
        if (string.Equals(name, ImportDefinition.OpenName, StringComparison.OrdinalIgnoreCase))
        {
            return ImportDefinition.Open;
        }

        return await catalog.FindAsync(name, cancellationToken)
            ?? throw new RejectedException("unknown-definition", $"'{request.FileName}' asks for the definition '{Shorten(name)}', which does not exist: put '{Shorten(name)}.json' into the container '{StorageContainers.DefinitionsName}', or mend the blob metadata '{MetadataName}', and drop the file again.");
    }

    private async Task<ImportDefinition> BestFitAsync(IReadOnlyList<string> header, CancellationToken cancellationToken)
    {
        var best = ImportDefinition.Open;
        var bestMatched = 0;

        // By name, so that of two that fit as well the same one wins every time.
        foreach (var definition in (await catalog.AllAsync(cancellationToken)).OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            if (RowValidator.Fits(definition, header, out var matched) && matched > bestMatched)
            {
                (best, bestMatched) = (definition, matched);
            }
        }

        return best;
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
