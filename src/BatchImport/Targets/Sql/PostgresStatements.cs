using System.Globalization;
using BatchImport.Definitions;

namespace BatchImport.Targets.Sql;

/// <summary>The SQL for PostgreSQL.</summary>
internal static class PostgresStatements
{
    /// <summary>
    /// The ledger: a row per delivered row. Its primary key makes a second delivery fail as a whole, so that it changes nothing. The index by time is small,
    /// since rows are added in the order of time.
    /// </summary>
    public const string Ledger =
        $"""
        CREATE TABLE IF NOT EXISTS {SqlDatabase.Ledger} (
            import_id varchar(64) NOT NULL,
            row_number integer NOT NULL,
            reference text,
            written_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT {SqlDatabase.Ledger}_pkey PRIMARY KEY (import_id, row_number)
        );
        CREATE INDEX IF NOT EXISTS {SqlDatabase.Ledger}_written_at ON {SqlDatabase.Ledger} USING brin (written_at);

        """;

    /// <summary>Deletes from the ledger. Parameter: the time.</summary>
    public const string Forget = $"DELETE FROM {SqlDatabase.Ledger} WHERE written_at < $1";

    /// <summary>Whether the ledger is there.</summary>
    public const string HasLedger = $"SELECT to_regclass('{SqlDatabase.Ledger}') IS NOT NULL";

    /// <summary>The columns of a table. Parameter: its quoted name.</summary>
    public const string Columns =
        """
        SELECT a.attname::text, t.typname::text, quote_ident(n.nspname) || '.' || quote_ident(t.typname), format_type(a.atttypid, a.atttypmod), a.atttypmod, a.attnotnull,
               a.atthasdef OR a.attidentity <> '', a.attgenerated <> '' OR a.attidentity = 'a'
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
        """;

    /// <summary>The columns of each unique index that ON CONFLICT can use. Parameter: the quoted name of the table.</summary>
    public const string UniqueKeys =
        """
        SELECT array_agg(a.attname::text)
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::smallint[])[0:i.indnkeyatts - 1])
        WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
        GROUP BY i.indexrelid
        """;

    /// <summary>Whether a trigger runs before a row is inserted. Parameter: the quoted name of the table. tgtype: 2 is before, 4 is insert, 64 is instead.</summary>
    public const string HasInsertTrigger =
        """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = to_regclass($1) AND NOT tgisinternal AND tgtype & 4 > 0 AND tgtype & 66 > 0)
        """;

    /// <summary>Tables and views that can be written to. Parameter: the schema, null for those that need no schema.</summary>
    public const string Tables =
        """
        SELECT CASE WHEN $1 IS NULL THEN c.relname::text ELSE n.nspname || '.' || c.relname END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND CASE WHEN $1 IS NULL THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1 END
        ORDER BY 1
        LIMIT 31
        """;

    /// <summary>
    /// Writes rows. Parameters: the import, the numbers of the rows, and an array of texts per column. Returns the numbers and references of the rows that are
    /// in the table now. All parts of the statement see the data as it was before it, and are one transaction.
    /// </summary>
    public static string Write(SqlPlan plan)
    {
        var fields = plan.Fields;
        var names = string.Join(", ", fields.Select((_, i) => Value(i)));
        var arrays = string.Join(", ", fields.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 3}::text[]")));
        var values = string.Join(", ", fields.Select((field, i) => $"raw.{Value(i)}::{field.Column.TypeName} AS {Value(i)}"));
        return $"""
            WITH done AS (
              SELECT row_number AS n, reference FROM {SqlDatabase.Ledger} WHERE import_id = $1 AND row_number = ANY ($2::integer[])
            ), fresh AS (
              SELECT raw.n, {values} FROM unnest($2::integer[], {arrays}) AS raw(n, {names})
              WHERE NOT EXISTS (SELECT FROM done WHERE done.n = raw.n)
            ), {(plan.Definition.Mode == SqlMode.Update ? Update(plan) : Insert(plan))}
            )
            SELECT n, reference FROM done UNION ALL SELECT row_number, reference FROM ledger
            """;
    }

    /// <summary>The different values of a column as texts. Parameter: the most values.</summary>
    public static string Values(SqlTargetDefinition sql, string column) =>
        $"SELECT DISTINCT {Quote(column)}::text FROM {TableOf(sql)} WHERE {Quote(column)} IS NOT NULL ORDER BY 1 LIMIT $1";

    /// <summary>An identifier in quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A table's name in quotes.</summary>
    public static string TableOf(SqlTargetDefinition sql) => sql.Schema is null ? Quote(sql.Table) : $"{Quote(sql.Schema)}.{Quote(sql.Table)}";

    private static string Insert(SqlPlan plan)
    {
        var fields = plan.Fields;
        var columns = string.Join(", ", fields.Select(static field => Quote(field.Column.Name)));
        var conflict = plan.Definition.Mode == SqlMode.Upsert ? $" ON CONFLICT ({KeyNames(plan)}) DO UPDATE SET {string.Join(", ", Updated(plan).Select(static name => $"{name} = EXCLUDED.{name}"))}" : "";
        var insert = $"INSERT INTO {TableOf(plan.Definition)} AS target ({columns}) SELECT {string.Join(", ", fields.Select((_, i) => Value(i)))} FROM fresh ORDER BY n{conflict}";
        if (plan.Reference is not { } reference)
        {
            return $"""
                written AS (
                  {insert}
                ), ledger AS (
                  INSERT INTO {SqlDatabase.Ledger} (import_id, row_number) SELECT $1, n FROM fresh RETURNING row_number, reference
                """;
        }

        var keys = plan.Key.Select((field, i) => (Name: Quote(field.Column.Name), Key: $"key{i.ToString(CultureInfo.InvariantCulture)}", Value: Value(plan.PlaceOf(field)))).ToArray();
        var returned = string.Join(", ", keys.Select(static key => $"target.{key.Name} AS {key.Key}").Append($"target.{Quote(reference.Name)}::text AS reference"));
        var match = keys.Length == 0 ? "true" : string.Join(" AND ", keys.Select(static key => $"written.{key.Key} = fresh.{key.Value}"));
        return $"""
            written AS (
              {insert} RETURNING {returned}
            ), ledger AS (
              INSERT INTO {SqlDatabase.Ledger} (import_id, row_number, reference)
              SELECT $1, fresh.n, written.reference FROM fresh LEFT JOIN written ON {match} RETURNING row_number, reference
            """;
    }

    private static string Update(SqlPlan plan)
    {
        var set = plan.Fields.Select((field, i) => (field, i)).Where(static each => !each.field.IsKey).Select(static each => $"{Quote(each.field.Column.Name)} = fresh.{Value(each.i)}");
        var match = plan.Key.Select(field => $"target.{Quote(field.Column.Name)} = fresh.{Value(plan.PlaceOf(field))}");
        var reference = plan.Reference is { } column ? $"target.{Quote(column.Name)}::text" : "NULL::text";
        return $"""
            written AS (
              UPDATE {TableOf(plan.Definition)} AS target SET {string.Join(", ", set)} FROM fresh WHERE {string.Join(" AND ", match)}
              RETURNING fresh.n, {reference} AS reference
            ), ledger AS (
              INSERT INTO {SqlDatabase.Ledger} (import_id, row_number, reference) SELECT $1, n, reference FROM written RETURNING row_number, reference
            """;
    }

    private static string KeyNames(SqlPlan plan) => string.Join(", ", plan.Key.Select(static field => Quote(field.Column.Name)));

    // A row that is all key is updated to what it is, so that it is returned like any other.
    private static IEnumerable<string> Updated(SqlPlan plan) =>
        (plan.Fields.Any(static field => !field.IsKey) ? plan.Fields.Where(static field => !field.IsKey) : plan.Fields).Select(static field => Quote(field.Column.Name));

    private static string Value(int index) => string.Create(CultureInfo.InvariantCulture, $"v{index}");
}
