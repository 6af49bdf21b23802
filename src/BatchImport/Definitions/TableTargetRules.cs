namespace BatchImport.Definitions;

/// <summary>The rules for a target of the type table.</summary>
internal static class TableTargetRules
{
    public static TableTargetDefinition Check(ref DefinitionJson json, TargetProperties read)
    {
        var table = read.Required(ref json, "table", "Customers");
        json.RequireAt(read.PositionOf("table"), IsTableName(table), $"{DefinitionJson.Shown(table)} is not a valid table name: 3 to 63 letters and digits, the first a letter");
        var partition = read.Required(ref json, "partitionKey", "{Country}");
        read.Columns(ref json, "partitionKey", partition);
        var row = read.Required(ref json, "rowKey", "{Id}");
        json.RequireAt(read.PositionOf("rowKey"), read.Columns(ref json, "rowKey", row).Columns.Any(), "rowKey names no column: every row would replace the one before it");
        return new TableTargetDefinition { Table = table, PartitionKey = partition, RowKey = row, Merge = read.Merge };
    }

    // https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#table-names
    private static bool IsTableName(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit)
        && !string.Equals(name, "tables", StringComparison.OrdinalIgnoreCase);
}
