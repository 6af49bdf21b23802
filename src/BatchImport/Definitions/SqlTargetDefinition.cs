namespace BatchImport.Definitions;

/// <summary>A row of a database table per row of the file.</summary>
public sealed record SqlTargetDefinition
{
    /// <summary>The kind of database server.</summary>
    public required SqlProvider Provider { get; init; }

    /// <summary>The name of the connection: the setting <c>Targets:Sql:{name}</c> holds the connection string.</summary>
    public required string Connection { get; init; }

    /// <summary>The schema of the table; null for the default schema of the connection.</summary>
    public string? Schema { get; init; }

    /// <summary>The name of the table.</summary>
    public required string Table { get; init; }

    /// <summary>
    /// The columns of the table that are written, each with the column of the file whose values it receives. Empty, the default, for all columns of the
    /// definition, each written to the column of the table with the same name.
    /// </summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The columns of the file that identify a row of the table; empty for the mode insert.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>What is done with a row. Default: upsert.</summary>
    public SqlMode Mode { get; init; }

    /// <summary>The column of the table whose value becomes the reference of the row; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>The table as definitions name it: <c>schema.table</c> or <c>table</c>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string QualifiedTable => Schema is null ? Table : $"{Schema}.{Table}";
}
