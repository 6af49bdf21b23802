using System.Text;

namespace BatchImport.Definitions;

/// <summary>What a target of the type sql must hold.</summary>
internal static class SqlTargetRules
{
    // https://www.postgresql.org/docs/current/limits.html: 63 bytes, and longer names are cut without an error.
    private const int MaxPostgresName = 63;

    // https://learn.microsoft.com/sql/relational-databases/databases/database-identifiers: 128 characters.
    private const int MaxSqlServerName = 128;

    public static SqlTargetDefinition Check(ref DefinitionJson json, TargetProperties read)
    {
        json.RequireAt(read.Start, read.Provider is not null, "the target has no provider: \"provider\": \"postgres\" or \"sqlserver\"");
        var provider = read.Provider!.Value;
        var connection = read.Required(ref json, "connection", "crm");
        json.RequireAt(read.PositionOf("connection"), IsConnection(connection), ConnectionRule(connection));
        var (schema, table) = Table(ref json, read, provider);
        var columns = Columns(ref json, read, provider);
        var mode = read.Mode ?? (read.Key.Count > 0 ? SqlMode.Upsert : SqlMode.Insert);
        CheckKey(ref json, read, columns, mode);
        if (read.Texts.TryGetValue("reference", out var reference))
        {
            CheckName(ref json, read.At["reference"], "reference", reference, provider);
        }

        return new SqlTargetDefinition
        {
            Provider = provider,
            Connection = connection,
            Schema = schema,
            Table = table,
            Columns = columns,
            Key = read.Key,
            Mode = mode,
            Reference = reference,
        };
    }

    /// <summary>True for a text that may be the name of a connection.</summary>
    public static bool IsConnection(string name) => name.Length is >= 1 and <= 64 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The rule for the names of connections.</summary>
    public static string ConnectionRule(string name) =>
        $"{DefinitionJson.Shown(name)} is not the name of a connection: 1 to 64 letters, digits, hyphens and underscores. The connection string is the setting Targets:Sql:{{name}} and never part of a definition";

    private static (string? Schema, string Table) Table(ref DefinitionJson json, TargetProperties read, SqlProvider provider)
    {
        var name = read.Required(ref json, "table", "crm.customers");
        var parts = name.Split('.');
        json.RequireAt(read.PositionOf("table"), parts.Length <= 2, $"{DefinitionJson.Shown(name)} has more than two parts; a table is \"table\" or \"schema.table\", in the database that the connection names");
        foreach (var part in parts)
        {
            CheckName(ref json, read.PositionOf("table"), "table", part, provider);
        }

        return parts.Length == 2 ? (parts[0], parts[1]) : (null, parts[0]);
    }

    private static IReadOnlyDictionary<string, string> Columns(ref DefinitionJson json, TargetProperties read, SqlProvider provider)
    {
        if (!read.At.TryGetValue("columns", out var position))
        {
            return read.TableColumns;
        }

        json.RequireAt(position, read.TableColumns.Count > 0, "columns is empty: name at least one column of the table, or leave columns out to write all columns of the definition");
        foreach (var (column, source) in read.TableColumns)
        {
            CheckName(ref json, position, "columns", column, provider);
            json.RequireAt(position, !string.IsNullOrWhiteSpace(source), $"columns, {DefinitionJson.Shown(column)}: the name of the file's column is blank");
        }

        return read.TableColumns;
    }

    private static void CheckKey(ref DefinitionJson json, TargetProperties read, IReadOnlyDictionary<string, string> columns, SqlMode mode)
    {
        var position = read.PositionOf("key");
        if (mode == SqlMode.Insert)
        {
            json.RequireAt(position, read.Key.Count == 0, "a target with the mode insert has no key; the mode upsert updates the rows of the table that have the same key, and the mode update does nothing else");
            return;
        }

        json.RequireAt(position, read.Key.Count > 0, $"a target with the mode {mode.ToString().ToLowerInvariant()} needs the columns of the file that identify a row: \"key\": [\"Id\"]");
        foreach (var name in read.Key)
        {
            json.RequireAt(position, read.Key.Count(other => IsSame(other, name)) == 1, $"key: {DefinitionJson.Shown(name)} is there twice");
            var column = columns.FirstOrDefault(each => IsSame(each.Key, name)).Value;
            json.RequireAt(position, column is null || columns.Values.Any(source => IsSame(source, name)), $"key names columns of the file, not of the table: write {DefinitionJson.Shown(column ?? "")} instead of {DefinitionJson.Shown(name)}");
        }

        if (mode == SqlMode.Update && columns.Count > 0)
        {
            json.RequireAt(read.PositionOf("columns"), columns.Values.Any(source => !read.Key.Any(name => IsSame(name, source))), "columns names no column besides the key, so there is nothing to update");
        }
    }

    private static void CheckName(ref DefinitionJson json, int position, string property, string name, SqlProvider provider)
    {
        var isShort = provider == SqlProvider.Postgres ? Encoding.UTF8.GetByteCount(name) <= MaxPostgresName : name.Length <= MaxSqlServerName;
        json.RequireAt(
            position, isShort && !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl),
            $"{property}: {DefinitionJson.Shown(name)} is not a name: 1 to {(provider == SqlProvider.Postgres ? $"{MaxPostgresName} bytes" : $"{MaxSqlServerName} characters")}, without control characters");
    }

    private static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
