using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>Reads the columns of a definition.</summary>
internal static class ColumnReader
{
    /// <summary>The properties a column may have.</summary>
    public static readonly string[] Properties =
    [
        "name", "aliases", "type", "required", "unique", "pattern", "min", "max", "minLength", "maxLength", "allowed", "allowedIn", "default", "trim", "case",
        "locale", "decimalSeparator", "thousandsSeparator", "units", "negative", "formats", "dayFirst", "trueWords", "falseWords",
    ];

    /// <summary>More characters than a cell can have.</summary>
    private const int MaxLength = 1_048_576;

    /// <summary>Reads the list; <see cref="Check"/> later applies the definition's locale to columns without one.</summary>
    public static List<ReadColumn> Read(ref DefinitionJson json)
    {
        json.Expect(JsonTokenType.StartArray, "columns is a list: [ { \"name\": \"Id\" } ]");
        var start = json.Position;
        var columns = new List<ReadColumn>();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (json.NextItem())
        {
            columns.Add(ReadColumn(ref json, names));
        }

        json.RequireAt(start, columns.Count > 0, "columns is empty: a definition names at least one column");
        return columns;
    }

    /// <summary>Applies the definition's locale to the columns and checks their rules.</summary>
    public static List<ColumnDefinition> Check(in DefinitionJson json, IEnumerable<ReadColumn> columns, string? locale)
    {
        var whole = new List<ColumnDefinition>();
        foreach (var (read, start, at) in columns)
        {
            var column = read with { Locale = read.Locale ?? locale };
            if (ColumnRules.FirstProblem(column) is { } problem)
            {
                json.RequireAt(at.GetValueOrDefault(problem.Property, start), condition: false, $"column {DefinitionJson.Shown(column.Name)}: {problem.Rule}");
            }

            whole.Add(column);
        }

        return whole;
    }

    private static ReadColumn ReadColumn(ref DefinitionJson json, Dictionary<string, string> names)
    {
        json.Expect(JsonTokenType.StartObject, "a column is an object: { \"name\": \"Id\", \"type\": \"text\" }");
        var start = json.Position;
        var column = new ColumnDefinition { Name = "" };
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.NextProperty("a column", Properties, seen) is { } property)
        {
            at[property] = json.Position;
            column = property switch
            {
                "name" => column with { Name = json.HeaderText("name") },
                "aliases" => column with { Aliases = json.Texts("aliases") },
                "type" => column with { Type = json.Word<ColumnType>("type") },
                "required" => column with { Required = json.Boolean("required") },
                "unique" => column with { Unique = json.Boolean("unique") },
                "trim" => column with { Trim = json.Boolean("trim") },
                "case" => column with { Case = json.Word<TextCase>("case") },
                "default" => column with { Default = json.Scalar("default") },
                _ => ReadRule(ref json, property, column),
            };
        }

        json.RequireAt(start, column.Name.Length > 0, "the column has no name");
        foreach (var (text, property) in column.Aliases.Select(alias => (alias, "aliases")).Prepend((column.Name, "name")))
        {
            var key = Spreadsheets.Header.Normalize(text);
            json.RequireAt(at[property], names.TryAdd(key, column.Name), $"{DefinitionJson.Shown(text)} names two columns, {DefinitionJson.Shown(names[key])} and {DefinitionJson.Shown(column.Name)}: names and aliases are compared without case");
        }

        return new(column, start, at);
    }

    private static ColumnDefinition ReadRule(ref DefinitionJson json, string property, ColumnDefinition column) => property switch
    {
        "pattern" => column with { Pattern = json.Text("pattern") },
        "min" => column with { Min = json.TextOrNumber("min") },
        "max" => column with { Max = json.TextOrNumber("max") },
        "minLength" => column with { MinLength = json.WholeNumber("minLength", 0, MaxLength) },
        "maxLength" => column with { MaxLength = json.WholeNumber("maxLength", 0, MaxLength) },
        "allowed" => column with { Allowed = json.Texts("allowed") },
        "allowedIn" => column with { AllowedIn = ReferenceReader.Read(ref json) },
        "locale" => column with { Locale = ReadLocale(ref json) },
        "decimalSeparator" => column with { DecimalSeparator = json.Text("decimalSeparator") },
        "thousandsSeparator" => column with { ThousandsSeparator = json.Text("thousandsSeparator") },
        "units" => column with { Units = json.Texts("units") },
        "negative" => column with { Negative = json.Words<NegativeForms>("negative") },
        "formats" => column with { Formats = json.Texts("formats") },
        "dayFirst" => column with { DayFirst = json.Boolean("dayFirst") },
        "trueWords" => column with { TrueWords = json.Texts("trueWords") },
        _ => column with { FalseWords = json.Texts("falseWords") },
    };

    /// <summary>The current value, the name of a locale.</summary>
    public static string ReadLocale(ref DefinitionJson json)
    {
        var name = json.Text("locale");
        json.Require(Locales.Find(name) is not null, $"the locale {DefinitionJson.Shown(name)} is unknown; valid values: {string.Join(", ", Locales.Names)}");
        return name;
    }
}
