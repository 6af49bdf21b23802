using BatchImport.Definitions;

namespace BatchImport.Functions.Endpoints;

/// <summary>A definition in the format of the endpoints, without its text.</summary>
public sealed record DefinitionView
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The version, as in the header ETag, without quotes.</summary>
    public required string ETag { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>True when imports can use it.</summary>
    public required bool IsValid { get; init; }

    /// <summary>The names of its columns; empty when it is invalid.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The type of its target; null when it is invalid.</summary>
    public string? Target { get; init; }

    /// <summary>Its mistakes; empty when it is valid.</summary>
    public required IReadOnlyList<DefinitionMistake> Mistakes { get; init; }

    /// <summary>The address of its text.</summary>
    public required string Url { get; init; }

    /// <summary>The address of the workbook to fill in; null when it is invalid.</summary>
    public string? TemplateUrl { get; init; }

    /// <summary>The view of a stored definition.</summary>
    /// <param name="stored">The definition.</param>
    /// <param name="url">The address of its text.</param>
    public static DefinitionView From(StoredDefinition stored, string url)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new()
        {
            Name = stored.Name,
            ETag = stored.ETag,
            ModifiedAt = stored.ModifiedAt,
            IsValid = stored.Definition is not null,
            Columns = stored.Definition is { } definition ? [.. definition.Columns.Select(static column => column.Name)] : [],
            Target = stored.Definition?.Target.Type,
            Mistakes = stored.Mistakes,
            Url = url,
            TemplateUrl = stored.Definition is null ? null : $"{url}/template.xlsx",
        };
    }
}
