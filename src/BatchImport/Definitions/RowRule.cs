namespace BatchImport.Definitions;

/// <summary>A rule over several columns of a row. A column that the file does not have is treated as blank.</summary>
public sealed record RowRule
{
    /// <summary>The kind of the rule.</summary>
    public required RowRuleKind Kind { get; init; }

    /// <summary>The columns of the rule, by their names in the definition, in the order of the text.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The column whose value makes the others required, with <see cref="RowRuleKind.Requires"/>; otherwise, null.</summary>
    public string? When { get; init; }

    /// <summary>The values of <see cref="When"/> that make the others required, without case; empty for any value.</summary>
    public IReadOnlyList<string> Is { get; init; } = [];
}
