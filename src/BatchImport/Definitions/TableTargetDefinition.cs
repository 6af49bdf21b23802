namespace BatchImport.Definitions;

/// <summary>An Azure Table entity per row, inserted or, if one with its keys exists, updated.</summary>
public sealed record TableTargetDefinition
{
    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>The partition key: fixed text and <c>{Column}</c>.</summary>
    public required string PartitionKey { get; init; }

    /// <summary>The row key: fixed text and <c>{Column}</c>.</summary>
    public required string RowKey { get; init; }

    /// <summary>True to keep an entity's other properties; false, the default, to replace it.</summary>
    public bool Merge { get; init; }
}
