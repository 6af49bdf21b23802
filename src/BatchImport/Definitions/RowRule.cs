namespace BatchImport.Definitions;

/// <summary>A rule over several columns of a row. A column that the file does not have counts as blank.</summary>
public sealed record RowRule
{
    /// <summary>What the rule asks for.</summary>
    public required RowRuleKind Kind { get; init; }

    /// <summary>The columns it is about, by their names in the definition, in the order that was written.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The column whose value calls for the others, with <see cref="RowRuleKind.Requires"/>; null else.</summary>
    public string? When { get; init; }

    /// <summary>The values of <see cref="When"/> that call for the others, without case; empty for any value.</summary>
    public IReadOnlyList<string> Is { get; init; } = [];
}
