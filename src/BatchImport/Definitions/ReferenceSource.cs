using System.Text.Json.Serialization;

namespace BatchImport.Definitions;

/// <summary>Where the allowed values of a column are kept outside the definition: in a list, or in a column of a database table.</summary>
public sealed record ReferenceSource
{
    /// <summary>The name of the list: the blob <c>{name}.csv</c> in the container <c>lists</c>; null for a database table.</summary>
    public string? List { get; init; }

    /// <summary>The name of the database connection (<c>Targets:Sql:{name}</c>); null for a list.</summary>
    public string? Connection { get; init; }

    /// <summary>The schema of the table; null for the default schema of the connection, and for a list.</summary>
    public string? Schema { get; init; }

    /// <summary>The table; null for a list.</summary>
    public string? Table { get; init; }

    /// <summary>The column of the list or of the table; null for the first column of a list.</summary>
    public string? Column { get; init; }

    /// <summary>The table as definitions name it: <c>schema.table</c> or <c>table</c>; null for a list.</summary>
    [JsonIgnore]
    public string? QualifiedTable => Schema is null ? Table : $"{Schema}.{Table}";

    /// <summary>The source as the rest of a sentence names it: <c>the list countries</c>.</summary>
    [JsonIgnore]
    public string Title => List is not null ? $"the list {List}" : $"the column {Column} of {QualifiedTable}";
}
