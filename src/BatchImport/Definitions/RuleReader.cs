using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>Reads the rules over several columns of a definition.</summary>
internal static class RuleReader
{
    /// <summary>The properties a rule may have.</summary>
    public static readonly string[] Properties = ["oneOf", "when", "is", "requires", "dateOrder", "unique"];

    private const string Example = "a rule is one of { \"oneOf\": [...] }, { \"when\": ..., \"requires\": [...] }, { \"dateOrder\": [...] }, { \"unique\": [...] }";

    /// <summary>Reads the list.</summary>
    /// <returns>Each rule and its position.</returns>
    public static List<(RowRule Rule, int Position)> Read(ref DefinitionJson json)
    {
        json.Expect(JsonTokenType.StartArray, "rules is a list: [ { \"oneOf\": [ \"Email\", \"Phone\" ] } ]");
        var rules = new List<(RowRule, int)>();
        while (json.NextItem())
        {
            var position = json.Position;
            rules.Add((ReadRule(ref json), position));
        }

        return rules;
    }

    /// <summary>Checks the rules once their columns are known.</summary>
    public static List<RowRule> Check(in DefinitionJson json, IEnumerable<(RowRule Rule, int Position)> rules, IReadOnlyList<ColumnDefinition> columns)
    {
        var byName = columns.ToDictionary(static column => column.Name, StringComparer.OrdinalIgnoreCase);
        var keys = columns.Count(static column => column.Unique);
        var whole = new List<RowRule>();
        foreach (var (rule, position) in rules)
        {
            foreach (var name in rule.When is { } when ? rule.Columns.Prepend(when) : rule.Columns)
            {
                json.RequireAt(position, byName.TryGetValue(name, out var column), $"the rule is about {DefinitionJson.Shown(name)}, which is not the name of a column of the definition");
                json.RequireAt(position, rule.Kind != RowRuleKind.DateOrder || column!.Type == ColumnType.Date, $"dateOrder goes with dates, and {DefinitionJson.Shown(name)} is of another type");
            }

            keys += rule.Kind == RowRuleKind.Unique ? 1 : 0;
            json.RequireAt(position, keys <= UniqueKeys.MaxKeys, $"more than {UniqueKeys.MaxKeys} columns and rules are unique");
            whole.Add(rule);
        }

        json.RequireAt(0, keys <= UniqueKeys.MaxKeys, $"more than {UniqueKeys.MaxKeys} columns and rules are unique");
        return whole;
    }

    private static RowRule ReadRule(ref DefinitionJson json)
    {
        json.Expect(JsonTokenType.StartObject, Example);
        var start = json.Position;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        RowRuleKind? kind = null;
        string? when = null;
        List<string> columns = [], values = [];
        while (json.NextProperty("a rule", Properties, seen) is { } property)
        {
            switch (property)
            {
                case "when":
                    when = json.HeaderText("when");
                    break;
                case "is":
                    values = json.Texts("is");
                    break;
                default:
                    json.Require(kind is null, Example);
                    kind = KindOf(property);
                    columns = json.Texts(property);
                    break;
            }
        }

        json.RequireAt(start, kind is not null, Example);
        json.RequireAt(start, when is not null == (kind == RowRuleKind.Requires), "when goes with requires, and requires with when");
        json.RequireAt(start, when is not null || values.Count == 0, "is goes with when: the values of that column that the rule is about");
        json.RequireAt(start, columns.Count >= (kind == RowRuleKind.Requires ? 1 : 2), $"the rule names too few columns: {(kind == RowRuleKind.Requires ? "one" : "two")} at least");
        json.RequireAt(start, columns.Distinct(StringComparer.OrdinalIgnoreCase).Count() == columns.Count, "the rule names a column twice");
        return new() { Kind = kind!.Value, Columns = columns, When = when, Is = values };
    }

    private static RowRuleKind KindOf(string property) => property switch
    {
        "oneOf" => RowRuleKind.OneOf,
        "requires" => RowRuleKind.Requires,
        "dateOrder" => RowRuleKind.DateOrder,
        _ => RowRuleKind.Unique,
    };
}
