using System.Text.Json;
using BatchImport.Common;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Definitions;

/// <summary>
/// Reads definitions from JSON; comments and trailing commas are allowed. Input that could make a definition mean something other than its
/// author intended is rejected when it is read: unknown properties, names used twice, rules that do not apply to the type.
/// </summary>
public static class DefinitionReader
{
    /// <summary>The properties a definition may have.</summary>
    internal static readonly string[] Properties =
        ["$schema", "name", "notify", "target", "locale", "sheet", "headerRow", "headerRows", "encoding", "fuzzy", "priority", "unknownColumns", "columns", "rules", "webhooks"];

    /// <summary>The maximum number of rows of a worksheet.</summary>
    private const int MaxRow = 1_048_576;

    private const int MaxHeaderRows = 5;

    /// <summary>Reads one definition.</summary>
    /// <param name="json">The JSON text in UTF-8, with or without a byte order mark.</param>
    /// <param name="source">The name of the source, for messages.</param>
    /// <exception cref="DefinitionException">The definition is not valid; the message names the line and the rule.</exception>
    public static ImportDefinition Read(ReadOnlyMemory<byte> json, string source)
    {
        var reader = new DefinitionJson(WithoutMark(json).Span, source);
        try
        {
            var definition = ReadDefinition(ref reader);
            reader.End();
            return definition;
        }
        catch (JsonException ex)
        {
            throw new DefinitionException(source, (int)(ex.LineNumber ?? 0) + 1, "it is not JSON: " + Reason(ex), ex);
        }
    }

    /// <summary>The text without a byte order mark.</summary>
    internal static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) => json.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? json[3..] : json;

    private static ImportDefinition ReadDefinition(ref DefinitionJson json)
    {
        json.Next();
        json.Expect(JsonTokenType.StartObject, "a definition is an object: { \"name\": ..., \"columns\": [...] }");
        var start = json.Position;
        var definition = new ImportDefinition { Name = "", Columns = [] };
        string? locale = null;
        List<ReadColumn>? columns = null;
        List<(RowRule, int)> rules = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.NextProperty("a definition", Properties, seen) is { } property)
        {
            switch (property)
            {
                case "locale":
                    locale = ColumnReader.ReadLocale(ref json);
                    break;
                case "columns":
                    columns = ColumnReader.Read(ref json);
                    break;
                case "rules":
                    rules = RuleReader.Read(ref json);
                    break;
                default:
                    definition = ReadProperty(ref json, property, definition);
                    break;
            }
        }

        json.RequireAt(start, definition.Name.Length > 0, "the definition has no name: \"name\": \"customers\"");
        json.RequireAt(start, columns is not null, "the definition has no columns: \"columns\": [ { \"name\": \"Id\" } ]");
        var whole = ColumnReader.Check(json, columns!, locale);
        return definition with { Columns = whole, Rules = RuleReader.Check(json, rules, whole) };
    }

    private static ImportDefinition ReadProperty(ref DefinitionJson json, string property, ImportDefinition definition)
    {
        switch (property)
        {
            case "name":
                var name = json.Text("name");
                json.Require(DefinitionNames.IsValid(name), $"the name {DefinitionJson.Shown(name)} is not {DefinitionNames.Rule}");
                return definition with { Name = name };
            case "notify":
                var notify = json.Text("notify");
                json.Require(EmailAddress.IsValid(notify), $"notify {DefinitionJson.Shown(notify)} is not an e-mail address");
                return definition with { Notify = notify };
            case "target":
                return definition with { Target = TargetReader.Read(ref json) };
            case "sheet":
                return definition with { Sheet = json.HeaderText("sheet") };
            case "headerRow":
                return definition with { HeaderRow = json.WholeNumber("headerRow", 1, MaxRow) };
            case "headerRows":
                return definition with { HeaderRows = json.WholeNumber("headerRows", 1, MaxHeaderRows) };
            case "encoding":
                var encoding = json.Text("encoding");
                var found = TextEncoding.Find(encoding);
                json.Require(found is not null, $"the encoding {DefinitionJson.Shown(encoding)} is unknown; valid values: {string.Join(", ", TextEncoding.Names)}");
                return definition with { Encoding = found!.Name };
            case "webhooks":
                return definition with { Webhooks = WebhookReader.Read(ref json) };
            case "fuzzy":
                return definition with { Fuzzy = json.Boolean("fuzzy") };
            case "priority":
                return definition with { Priority = json.Word<ImportPriority>("priority") };
            case "unknownColumns":
                return definition with { UnknownColumns = json.Word<UnknownColumns>("unknownColumns") };
            default:
                json.Text(property);
                return definition;
        }
    }

    /// <summary>The parser's message without the position, which the message already contains, and which the parser counts from 0.</summary>
    private static string Reason(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message[..end];
    }
}
