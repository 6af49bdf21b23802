namespace BatchImport.Definitions;

/// <summary>The lists of an import's columns with <see cref="ColumnDefinition.AllowedIn"/>.</summary>
/// <param name="byColumn">The lists by the names of the columns.</param>
public sealed class ReferenceLists(IReadOnlyDictionary<string, ReferenceList> byColumn)
{
    /// <summary>No lists.</summary>
    public static ReferenceLists None { get; } = new(new Dictionary<string, ReferenceList>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The list of a column; null when it has none.</summary>
    public ReferenceList? Find(string column) => byColumn.GetValueOrDefault(column);
}
