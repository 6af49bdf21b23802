namespace BatchImport.Definitions;

/// <summary>A definition as it is stored.</summary>
public sealed record StoredDefinition
{
    /// <summary>The name, from its blob.</summary>
    public required string Name { get; init; }

    /// <summary>The version, without quotes.</summary>
    public required string ETag { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>The text in UTF-8, with its comments.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The definition; null when the text has mistakes.</summary>
    public ImportDefinition? Definition { get; init; }

    /// <summary>The mistakes of the text; empty when it is valid.</summary>
    public IReadOnlyList<DefinitionMistake> Mistakes { get; init; } = [];
}
