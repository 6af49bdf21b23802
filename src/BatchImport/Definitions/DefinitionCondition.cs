namespace BatchImport.Definitions;

/// <summary>A condition on the stored version of a definition.</summary>
/// <param name="ETag">The version that must be stored, without quotes; null when there must be no version at all, so that a new definition replaces none.</param>
public sealed record DefinitionCondition(string? ETag)
{
    /// <summary>Some version must be stored.</summary>
    public static DefinitionCondition Exists { get; } = new("*");

    /// <summary>No version must be stored.</summary>
    public static DefinitionCondition IsNew { get; } = new((string?)null);
}
