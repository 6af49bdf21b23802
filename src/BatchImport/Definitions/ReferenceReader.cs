using System.Text.Json;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Reads the property <c>allowedIn</c> of a column.</summary>
internal static class ReferenceReader
{
    /// <summary>The properties it may have.</summary>
    public static readonly string[] Properties = ["list", "connection", "table", "column"];

    private const string Example = "allowedIn is { \"list\": \"countries\" }, or { \"connection\": \"crm\", \"table\": \"crm.countries\", \"column\": \"code\" }";
    private const int MaxName = 128;

    public static ReferenceSource Read(ref DefinitionJson json)
    {
        json.Expect(JsonTokenType.StartObject, Example);
        var start = json.Position;
        var source = new ReferenceSource();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.NextProperty("allowedIn", Properties, seen) is { } property)
        {
            source = property switch
            {
                "list" => source with { List = ListName(ref json) },
                "connection" => source with { Connection = ConnectionName(ref json) },
                "table" => WithTable(ref json, source),
                _ => source with { Column = Name(ref json, property, json.HeaderText(property)) },
            };
        }

        json.RequireAt(start, source.List is null != (source.Connection is null || source.Table is null), Example);
        json.RequireAt(start, source.List is null || (source.Connection is null && source.Table is null), $"a list has no connection and no table: {Example}");
        json.RequireAt(start, source.List is not null || source.Column is not null, $"the column of the table is missing: {Example}");
        return source;
    }

    private static string ListName(ref DefinitionJson json)
    {
        var name = json.Text("list");
        json.Require(DefinitionNames.IsValid(name), $"the list {DefinitionJson.Shown(name)} must have {DefinitionNames.Rule}; its blob is {{name}}.csv in the container lists");
        return name;
    }

    private static string ConnectionName(ref DefinitionJson json)
    {
        var name = json.Text("connection");
        json.Require(SqlTargetRules.IsConnection(name), SqlTargetRules.ConnectionRule(name));
        return name;
    }

    private static ReferenceSource WithTable(ref DefinitionJson json, ReferenceSource source)
    {
        var parts = json.Text("table").Split('.');
        json.Require(parts.Length <= 2, "a table is \"table\" or \"schema.table\", in the database that the connection names");
        foreach (var part in parts)
        {
            Name(ref json, "table", part);
        }

        return parts.Length == 2 ? source with { Schema = parts[0], Table = parts[1] } : source with { Table = parts[0] };
    }

    private static string Name(ref DefinitionJson json, string property, string name)
    {
        json.Require(name.Trim().Length > 0 && name.Length <= MaxName && !name.Any(char.IsControl), $"{property}: {CellText.Quote(name)} is not a name: 1 to {MaxName} characters, without control characters");
        return name;
    }
}
