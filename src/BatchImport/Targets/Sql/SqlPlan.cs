using BatchImport.Definitions;

namespace BatchImport.Targets.Sql;

/// <summary>A column of the table with the column of the file whose values it receives.</summary>
/// <param name="Column">The column of the table.</param>
/// <param name="Index">The place in the header.</param>
/// <param name="IsKey">True when the column is part of the key.</param>
internal sealed record SqlField(SqlColumn Column, int Index, bool IsKey);

/// <summary>How the rows of an import are written to a table.</summary>
/// <param name="Definition">The target of the definition.</param>
/// <param name="Fields">The columns to write.</param>
/// <param name="Reference">The column whose value becomes the reference of a row; null for none.</param>
internal sealed record SqlPlan(SqlTargetDefinition Definition, IReadOnlyList<SqlField> Fields, SqlColumn? Reference)
{
    /// <summary>The columns of the key.</summary>
    public IEnumerable<SqlField> Key => Fields.Where(static each => each.IsKey);

    /// <summary>The place of a field in <see cref="Fields"/>.</summary>
    public int PlaceOf(SqlField field) => Fields.TakeWhile(each => each != field).Count();

    /// <summary>
    /// True when each row needs a separate statement, because the database does not report which of several inserted rows has which reference.
    /// </summary>
    public bool IsRowByRow => Reference is not null && Definition.Mode == SqlMode.Insert;
}
