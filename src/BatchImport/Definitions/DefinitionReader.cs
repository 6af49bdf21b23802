using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>
/// Reads definitions from JSON; comments and trailing commas are allowed. Everything that could make a definition mean something else than
/// its author thought is refused when it is read: unknown properties, names used twice, rules that do not go with the type.
/// </summary>
public static class DefinitionReader
{
    private static readonly string[] Properties = ["$schema", "name", "notify", "target", "columns"];

    private static readonly string[] ColumnProperties = ["name", "aliases", "type", "required", "pattern", "min", "max", "allowed"];

    /// <summary>Reads one definition.</summary>
    /// <param name="json">The JSON text in UTF-8, with or without a byte order mark.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="DefinitionException">It is not valid; names the line and the rule.</exception>
    public static ImportDefinition Read(ReadOnlyMemory<byte> json, string source)
    {
        var text = json.Span;
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            text = text[3..];
        }

        var reader = new DefinitionJson(text, source);
        try
        {
            var definition = ReadDefinition(ref reader);
            reader.End();
            return definition;
        }
        catch (JsonException error)
        {
            throw new DefinitionException(source, (int)(error.LineNumber ?? 0) + 1, "it is not JSON: " + Reason(error), error);
        }
    }

    private static ImportDefinition ReadDefinition(ref DefinitionJson json)
    {
        json.Next();
        json.Expect(JsonTokenType.StartObject, "a definition is an object: { \"name\": ..., \"columns\": [...] }");
        var start = json.Position;
        string? name = null, notify = null;
        var target = TargetDefinition.None;
        List<ColumnDefinition>? columns = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.NextProperty("a definition", Properties, seen) is { } property)
        {
            switch (property)
            {
                case "name":
                    name = json.Text("name");
                    json.Require(DefinitionNames.IsValid(name), $"the name {DefinitionJson.Shown(name)} is not 1 to 64 characters of a-z, 0-9 and hyphen");
                    break;
                case "notify":
                    notify = json.Text("notify");
                    json.Require(EmailAddress.IsValid(notify), $"notify {DefinitionJson.Shown(notify)} is not an e-mail address");
                    break;
                case "target":
                    target = TargetReader.Read(ref json);
                    break;
                case "columns":
                    columns = ReadColumns(ref json);
                    break;
                default:
                    json.Text(property);
                    break;
            }
        }

        json.RequireAt(start, name is not null, "the definition has no name: \"name\": \"customers\"");
        json.RequireAt(start, columns is not null, "the definition has no columns: \"columns\": [ { \"name\": \"Id\" } ]");
        return new() { Name = name!, Columns = columns!, Notify = notify, Target = target };
    }

    private static List<ColumnDefinition> ReadColumns(ref DefinitionJson json)
    {
        json.Expect(JsonTokenType.StartArray, "columns is a list: [ { \"name\": \"Id\" } ]");
        var start = json.Position;
        var columns = new List<ColumnDefinition>();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (json.NextItem())
        {
            columns.Add(ReadColumn(ref json, names));
        }

        json.RequireAt(start, columns.Count > 0, "columns is empty: a definition names at least one column");
        return columns;
    }

    private static ColumnDefinition ReadColumn(ref DefinitionJson json, Dictionary<string, string> names)
    {
        json.Expect(JsonTokenType.StartObject, "a column is an object: { \"name\": \"Id\", \"type\": \"text\" }");
        var start = json.Position;
        var column = new ColumnDefinition { Name = "" };
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.NextProperty("a column", ColumnProperties, seen) is { } property)
        {
            at[property] = json.Position;
            column = property switch
            {
                "name" => column with { Name = json.HeaderText("name") },
                "aliases" => column with { Aliases = json.Texts("aliases") },
                "type" => column with { Type = ReadType(ref json) },
                "required" => column with { Required = json.Boolean("required") },
                "pattern" => column with { Pattern = json.Text("pattern") },
                "min" => column with { Min = json.TextOrNumber("min") },
                "max" => column with { Max = json.TextOrNumber("max") },
                _ => column with { Allowed = json.Texts("allowed") },
            };
        }

        json.RequireAt(start, column.Name.Length > 0, "the column has no name");
        if (ColumnRules.FirstProblem(column) is { } problem)
        {
            json.RequireAt(at.GetValueOrDefault(problem.Property, start), condition: false, $"column {DefinitionJson.Shown(column.Name)}: {problem.Rule}");
        }

        foreach (var (text, property) in column.Aliases.Select(alias => (alias, "aliases")).Prepend((column.Name, "name")))
        {
            var key = Spreadsheets.Header.Normalize(text);
            json.RequireAt(at[property], names.TryAdd(key, column.Name), $"{DefinitionJson.Shown(text)} names two columns, {DefinitionJson.Shown(names[key])} and {DefinitionJson.Shown(column.Name)}: names and aliases are compared without case");
        }

        return column;
    }

    private static ColumnType ReadType(ref DefinitionJson json)
    {
        var text = json.Text("type");
        return text switch
        {
            "text" => ColumnType.Text,
            "integer" => ColumnType.Integer,
            "decimal" => ColumnType.Decimal,
            "date" => ColumnType.Date,
            "boolean" => ColumnType.Boolean,
            "email" => ColumnType.Email,
            _ => throw json.Problem($"the type {DefinitionJson.Shown(text)} is unknown; there are: text, integer, decimal, date, boolean, email"),
        };
    }

    /// <summary>The parser's message without the position, which is said already, and counted from 0 there.</summary>
    private static string Reason(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message[..end];
    }
}
