using BatchImport.Definitions;

namespace BatchImport.Targets.Sql;

/// <summary>Looks at the table and the ledger that a target writes to.</summary>
internal static class SqlTargetCheck
{
    private const int MaxListed = 30;

    /// <summary>Checks a target.</summary>
    /// <param name="sql">The target.</param>
    /// <param name="sources">The columns to write.</param>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What does not fit; the plan when there is a table.</returns>
    public static async Task<(SqlPlan? Plan, IReadOnlyList<string> Problems)> RunAsync(
        SqlTargetDefinition sql, IReadOnlyList<SqlSource> sources, SqlDatabase database, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (!await database.HasLedgerAsync(cancellationToken))
        {
            problems.Add($"the database has no table {SqlDatabase.Ledger}, which records the rows that were written; the command \"targets init {sql.Connection}\" creates it");
        }

        if (await database.DescribeAsync(sql, cancellationToken) is { } table)
        {
            return (SqlTableCheck.Bind(sql, sources, table, problems), problems);
        }

        var tables = await database.ListTablesAsync(sql, cancellationToken);
        var choices = tables.Count == 0 ? "it sees none there" : $"tables: {string.Join(", ", tables.Take(MaxListed))}{(tables.Count > MaxListed ? ", …" : "")}";
        problems.Insert(0, $"the database has no table {sql.QualifiedTable}, or the connection may not see it ({choices})");
        return (null, problems);
    }
}
