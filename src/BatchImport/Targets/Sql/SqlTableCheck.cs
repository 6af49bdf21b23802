using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets.Sql;

/// <summary>Compares the target of a definition with the table it writes to.</summary>
internal static class SqlTableCheck
{
    private const int MaxListed = 30;

    /// <summary>Finds the columns to write.</summary>
    /// <param name="sql">The target.</param>
    /// <param name="sources">The columns of the definition, or those of them that the file has.</param>
    /// <param name="table">The table.</param>
    /// <param name="problems">Receives what does not fit.</param>
    /// <returns>The plan; complete when there are no problems.</returns>
    public static SqlPlan Bind(SqlTargetDefinition sql, IReadOnlyList<SqlSource> sources, SqlTable table, ICollection<string> problems)
    {
        var fields = new List<SqlField>();
        foreach (var source in sources)
        {
            var column = source.Column is null ? table.FindSimilar(source.Name) : table.Find(source.Column);
            if (column is null)
            {
                problems.Add(source.Column is null
                    ? $"no column of the table has the name of the file's column {CellText.Quote(source.Name)} (its columns: {Names(table)}); name the columns to write in \"columns\": {{ \"column of the table\": \"column of the file\" }}"
                    : $"the table has no column {CellText.Quote(source.Column)} (its columns: {Names(table)})");
                continue;
            }

            if (Problem(sql, source, column) is { } problem)
            {
                problems.Add(problem);
            }
            else if (fields.Exists(field => field.Column == column))
            {
                problems.Add($"two columns of the file are written to the column {CellText.Quote(column.Name)} of the table");
            }
            else
            {
                fields.Add(new SqlField(column, source.Index ?? -1, source.IsKey));
            }
        }

        var plan = new SqlPlan(sql, fields, sql.Reference is null ? null : table.Find(sql.Reference));
        if (sql.Reference is not null && plan.Reference is null)
        {
            problems.Add($"the table has no column {CellText.Quote(sql.Reference)}, which reference names (its columns: {Names(table)})");
        }

        if (problems.Count == 0)
        {
            CheckWhole(plan, table, problems);
        }

        return plan;
    }

    private static void CheckWhole(SqlPlan plan, SqlTable table, ICollection<string> problems)
    {
        var (sql, key) = (plan.Definition, plan.Key.Select(static field => field.Column.Name).ToArray());
        if (sql.Mode != SqlMode.Insert && !table.IsUnique(key))
        {
            problems.Add($"the table has no unique index of exactly the key ({string.Join(", ", key)}), so a key could mean several rows; create one, or change key");
        }

        if (sql.Mode == SqlMode.Update)
        {
            if (plan.Fields.All(static field => field.IsKey))
            {
                problems.Add("no column besides the key is written, so there is nothing to update");
            }

            return;
        }

        var missing = table.HasInsertTrigger ? [] : table.Columns.Where(column => column is { IsNullable: false, HasDefault: false, IsGenerated: false } && !plan.Fields.Any(field => field.Column == column)).ToArray();
        if (missing.Length > 0)
        {
            problems.Add($"the table requires a value in {string.Join(", ", missing.Select(static column => CellText.Quote(column.Name)))}, which no column of the file provides");
        }
    }

    private static string? Problem(SqlTargetDefinition sql, SqlSource source, SqlColumn column) =>
        column.IsGenerated && !(sql.Mode == SqlMode.Update && source.IsKey) ? $"only the database sets the column {CellText.Quote(column.Name)}; leave it out of columns" :
        source.Type is { } type && !Fits(type, column.Type) ? $"the file's column {CellText.Quote(source.Name)} holds values of the type {type.ToString().ToLowerInvariant()}, which do not fit the column {CellText.Quote(column.Name)} of the type {column.Shown}" :
        null;

    // Texts may hold anything: each value decides. Numbers fit boolean columns when they are 0 and 1.
    private static bool Fits(ColumnType type, SqlType column) => column is SqlType.Other or SqlType.Text || type switch
    {
        ColumnType.Integer => column is SqlType.Integer or SqlType.Decimal or SqlType.Real or SqlType.Boolean,
        ColumnType.Decimal => column is SqlType.Integer or SqlType.Decimal or SqlType.Real,
        ColumnType.Date => column is SqlType.Date or SqlType.Time or SqlType.Timestamp or SqlType.Instant,
        ColumnType.Boolean => column is SqlType.Boolean or SqlType.Integer,
        ColumnType.Email => false,
        _ => true,
    };

    private static string Names(SqlTable table) =>
        string.Join(", ", table.Columns.Take(MaxListed).Select(static column => column.Name)) + (table.Columns.Count > MaxListed ? ", …" : "");
}
