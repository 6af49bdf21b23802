using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets.Sql;

/// <summary>A column of the file that is written to a column of a table.</summary>
/// <param name="Name">The name of the file's column in the definition.</param>
/// <param name="Column">The column of the table; null for the one with the same name.</param>
/// <param name="Type">What the definition requires of the values; null when it does not name the column.</param>
/// <param name="IsKey">True when the column is part of the key.</param>
internal sealed record SqlSource(string Name, string? Column, ColumnType? Type, bool IsKey)
{
    /// <summary>The place in the header; null when the file does not have the column.</summary>
    public int? Index { get; init; }

    /// <summary>The columns of a definition that its target writes.</summary>
    public static IReadOnlyList<SqlSource> From(ImportDefinition definition, SqlTargetDefinition sql)
    {
        IEnumerable<(string Name, string? Column)> named = sql.Columns.Count > 0
            ? sql.Columns.Select(static each => (each.Value, (string?)each.Key))
            : definition.Columns.Select(static column => (column.Name, (string?)null));
        var all = named.ToList();
        all.AddRange(sql.Key.Where(key => !all.Exists(each => IsSame(each.Name, key, definition))).Select(static key => (key, (string?)null)));
        return [.. all.Select(each => new SqlSource(each.Name, each.Column, Find(definition, each.Name)?.Type, sql.Key.Any(key => IsSame(each.Name, key, definition))))];
    }

    private static bool IsSame(string one, string other, ImportDefinition definition) =>
        AreEqual(one, other) || (Find(definition, one) is { } column && column == Find(definition, other));

    private static ColumnDefinition? Find(ImportDefinition definition, string name) =>
        definition.Columns.FirstOrDefault(column => column.Aliases.Prepend(column.Name).Any(each => AreEqual(each, name)));

    private static bool AreEqual(string one, string other) => string.Equals(Header.Normalize(one), Header.Normalize(other), StringComparison.OrdinalIgnoreCase);
}
