using System.Globalization;
using BatchImport.Definitions;

namespace BatchImport.Targets.Sql;

/// <summary>The SQL for SQL Server and Azure SQL Database.</summary>
internal static class SqlServerStatements
{
    /// <summary>The error that the statement raises for a text with characters that the code page of a column lacks, or that it would cut.</summary>
    public const int CodePageError = 50_101;

    /// <summary>The ledger. Its primary key makes a second delivery fail as a whole, so that it changes nothing.</summary>
    public const string Ledger =
        $"""
        IF OBJECT_ID(N'{SqlDatabase.Ledger}', N'U') IS NULL
        CREATE TABLE {SqlDatabase.Ledger} (
            import_id varchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
            row_number int NOT NULL,
            reference nvarchar(4000) NULL,
            written_at datetime2(3) NOT NULL CONSTRAINT {SqlDatabase.Ledger}_written_at DEFAULT sysutcdatetime(),
            CONSTRAINT {SqlDatabase.Ledger}_pkey PRIMARY KEY (import_id, row_number)
        );

        """;

    /// <summary>Deletes from the ledger. Parameter: the time.</summary>
    public const string Forget = $"DELETE FROM {SqlDatabase.Ledger} WHERE written_at < @before";

    /// <summary>Whether the ledger is there.</summary>
    public const string HasLedger = $"SELECT CASE WHEN OBJECT_ID(N'{SqlDatabase.Ledger}', N'U') IS NULL THEN 0 ELSE 1 END";

    /// <summary>The columns of a table. Parameter: its quoted name. generated_always_type is set for the period of a temporal table.</summary>
    public const string Columns =
        """
        SELECT c.name, COALESCE(t.name, N''), CONVERT(int, c.max_length), CONVERT(int, c.precision), CONVERT(int, c.scale), c.is_nullable,
               CASE WHEN c.default_object_id <> 0 THEN 1 ELSE 0 END, CASE WHEN c.is_identity = 1 OR c.is_computed = 1 OR c.generated_always_type <> 0 OR t.name = N'timestamp' THEN 1 ELSE 0 END,
               c.collation_name
        FROM sys.columns AS c
        LEFT JOIN sys.types AS t ON t.user_type_id = c.system_type_id
        WHERE c.object_id = OBJECT_ID(@name)
        ORDER BY c.column_id
        """;

    /// <summary>The columns of each unique index without a condition, with the number of the index. Parameter: the quoted name of the table.</summary>
    public const string UniqueKeys =
        """
        SELECT i.index_id, c.name
        FROM sys.indexes AS i
        JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id AND ic.key_ordinal > 0
        JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
        WHERE i.object_id = OBJECT_ID(@name) AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0
        ORDER BY i.index_id, ic.key_ordinal
        """;

    /// <summary>Whether a trigger takes the place of an insertion. Parameter: the quoted name of the table.</summary>
    public const string HasInsertTrigger =
        """
        SELECT COUNT(*)
        FROM sys.triggers AS t
        JOIN sys.trigger_events AS e ON e.object_id = t.object_id AND e.type_desc = N'INSERT'
        WHERE t.parent_id = OBJECT_ID(@name) AND t.is_instead_of_trigger = 1 AND t.is_disabled = 0
        """;

    /// <summary>Tables and views. Parameter: the schema; null for the default one.</summary>
    public const string Tables =
        """
        SELECT TOP (31) CASE WHEN @name IS NULL THEN o.name ELSE s.name + N'.' + o.name END
        FROM sys.objects AS o
        JOIN sys.schemas AS s ON s.schema_id = o.schema_id
        WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND s.name = COALESCE(@name, SCHEMA_NAME())
        ORDER BY 1
        """;

    /// <summary>The different values of a column as texts.</summary>
    public static string Values(SqlTargetDefinition sql, string column, int most) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT DISTINCT TOP ({most}) CONVERT(nvarchar(4000), {Quote(column)}) FROM {TableOf(sql)} WHERE {Quote(column)} IS NOT NULL ORDER BY 1");

    /// <summary>
    /// Writes rows. Parameters: the import, and the rows as JSON, an array per row with its number first. Returns the numbers and references of the rows that
    /// are in the table now. XACT_ABORT undoes everything when a part fails. MERGE reports which row of the source has which reference; HOLDLOCK keeps another
    /// session from inserting the same key in between.
    /// </summary>
    public static string Write(SqlPlan plan)
    {
        var fields = plan.Fields;
        var raw = $"OPENJSON(@rows) WITH (n int '$[0]', {string.Join(", ", fields.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"v{i} nvarchar(max) '$[{i + 1}]'")))}) AS raw";
        var values = string.Join(", ", fields.Select((field, i) => $"{Converted(field, i)} AS {Value(i)}"));
        return $"""
            SET NOCOUNT, XACT_ABORT ON;
            DECLARE @written TABLE (n int NOT NULL, reference nvarchar(4000) NULL);
            BEGIN TRANSACTION;
            {CodePageCheck(plan, raw)}SELECT raw.n, {values} INTO #fresh FROM {raw}
            WHERE NOT EXISTS (SELECT 1 FROM {SqlDatabase.Ledger} AS done WHERE done.import_id = @import AND done.row_number = raw.n);
            {Merge(plan)}
            INSERT INTO {SqlDatabase.Ledger} (import_id, row_number, reference) SELECT @import, n, reference FROM @written;
            COMMIT TRANSACTION;
            SELECT done.row_number, done.reference FROM {SqlDatabase.Ledger} AS done JOIN OPENJSON(@rows) WITH (n int '$[0]') AS raw ON raw.n = done.row_number WHERE done.import_id = @import;
            """;
    }

    /// <summary>An identifier in brackets.</summary>
    public static string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    /// <summary>A table's name in brackets.</summary>
    public static string TableOf(SqlTargetDefinition sql) => sql.Schema is null ? Quote(sql.Table) : $"{Quote(sql.Schema)}.{Quote(sql.Table)}";

    private static string Merge(SqlPlan plan)
    {
        var fields = plan.Fields;
        var match = plan.Definition.Mode == SqlMode.Insert ? "1 = 0" : string.Join(" AND ", plan.Key.Select(field => $"target.{Quote(field.Column.Name)} = fresh.{Value(plan.PlaceOf(field))}"));
        var update = plan.Definition.Mode == SqlMode.Insert ? "" : $" WHEN MATCHED THEN UPDATE SET {string.Join(", ", Updated(plan).Select(field => $"{Quote(field.Column.Name)} = fresh.{Value(plan.PlaceOf(field))}"))}";
        var insert = plan.Definition.Mode == SqlMode.Update
            ? ""
            : $" WHEN NOT MATCHED THEN INSERT ({string.Join(", ", fields.Select(static field => Quote(field.Column.Name)))}) VALUES ({string.Join(", ", fields.Select((_, i) => $"fresh.{Value(i)}"))})";
        var reference = plan.Reference is { } column ? $"CONVERT(nvarchar(4000), inserted.{Quote(column.Name)})" : "NULL";
        return $"MERGE {TableOf(plan.Definition)} WITH (HOLDLOCK) AS target USING #fresh AS fresh ON {match}{update}{insert} OUTPUT fresh.n, {reference} INTO @written (n, reference);";
    }

    // A conversion to a code page replaces what it lacks, and one to a shorter type cuts, both without an error.
    private static string CodePageCheck(SqlPlan plan, string raw)
    {
        var lossy = plan.Fields.Select((field, i) => (field, i)).Where(static each => each.field.Column.HasCodePage)
            .Select(static each => $"CONVERT(nvarchar(max), {Converted(each.field, each.i)}) COLLATE Latin1_General_BIN2 <> raw.{Value(each.i)} COLLATE Latin1_General_BIN2").ToArray();
        return lossy.Length == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"IF EXISTS (SELECT 1 FROM {raw} WHERE {string.Join(" OR ", lossy)}) THROW {CodePageError}, N'a text has a character that its column does not hold, or too many', 1;\n");
    }

    private static string Converted(SqlField field, int index) =>
        $"CONVERT({field.Column.TypeName}, raw.{Value(index)}{(field.Column.Collation is { } collation ? $" COLLATE {collation}" : "")})";

    // A row that is all key is updated to what it is, so that it is reported like any other.
    private static IEnumerable<SqlField> Updated(SqlPlan plan) => plan.Fields.Any(static field => !field.IsKey) ? plan.Fields.Where(static field => !field.IsKey) : plan.Fields;

    private static string Value(int index) => string.Create(CultureInfo.InvariantCulture, $"v{index}");
}
