namespace BatchImport.Definitions;

/// <summary>What one column must hold.</summary>
public sealed record ColumnDefinition
{
    /// <summary>The column's name, as errors and targets use it. Matched with the header without case and outer blanks.</summary>
    public required string Name { get; init; }

    /// <summary>Other header texts that mean this column.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What the values must be; text unless told.</summary>
    public ColumnType Type { get; init; } = ColumnType.Text;

    /// <summary>True when the column must be there and no value may be missing.</summary>
    public bool Required { get; init; }

    /// <summary>A regular expression (.NET, non-backtracking) that the whole value's text must match; null for none.</summary>
    public string? Pattern { get; init; }

    /// <summary>The least value: of a number, or of a date (ISO 8601); null for none.</summary>
    public string? Min { get; init; }

    /// <summary>The greatest value: of a number, or of a date (ISO 8601); null for none.</summary>
    public string? Max { get; init; }

    /// <summary>The only values allowed, without case; empty for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];
}
