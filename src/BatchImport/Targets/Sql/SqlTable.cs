using BatchImport.Definitions;

namespace BatchImport.Targets.Sql;

/// <summary>A table, as the database describes it.</summary>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="UniqueKeys">The columns of each unique index without a condition.</param>
internal sealed record SqlTable(IReadOnlyList<SqlColumn> Columns, IReadOnlyList<IReadOnlyList<string>> UniqueKeys)
{
    /// <summary>True when a trigger may give values to columns of a row before it is inserted.</summary>
    public bool HasInsertTrigger { get; init; }

    /// <summary>A column by its name; without regard to case where that names only one.</summary>
    public SqlColumn? Find(string name) =>
        Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal)) ??
        Only(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The column that has the name of a column of a file; without regard to case, blanks, underscores and punctuation where that names only one.</summary>
    public SqlColumn? FindSimilar(string name)
    {
        var reduced = FuzzyNames.Reduce(name);
        return Find(name) ?? Only(column => reduced.Length > 0 && string.Equals(FuzzyNames.Reduce(column.Name), reduced, StringComparison.Ordinal));
    }

    /// <summary>True when a unique index has exactly these columns.</summary>
    public bool IsUnique(IReadOnlyCollection<string> columns) =>
        UniqueKeys.Any(key => key.Count == columns.Count && key.All(column => columns.Contains(column, StringComparer.Ordinal)));

    private SqlColumn? Only(Func<SqlColumn, bool> isMeant) => Columns.Where(isMeant).Take(2).ToArray() is [var one] ? one : null;
}
