using System.Text;
using System.Text.Json;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Testing;
using BatchImport.Tests.Definitions;

namespace BatchImport.Tests.Docs;

/// <summary>The documents about definitions, targets and results contain what the code reads and writes.</summary>
public sealed class DefinitionDocsTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("schemas", "definition.schema.json"))).RootElement;

    [Fact]
    public void Every_definition_in_the_documents_is_valid_for_schema_and_reader()
    {
        var definitions = 0;
        foreach (var document in DocumentFile.All())
        {
            foreach (var (_, content, line) in document.Blocks().Where(block => block.Language == "json"))
            {
                using var json = JsonDocument.Parse(content);
                Assert.True(json.RootElement.TryGetProperty("columns", out _), $"{document.Path}, line {line}: a JSON sample that no test verifies.");
                Assert.Null(new JsonSchemaCheck(Schema).Problem(json.RootElement));
                Assert.NotEmpty(DefinitionReader.Read(Encoding.UTF8.GetBytes(content), $"{document.Path}, line {line}").Columns);
                definitions++;
            }
        }

        Assert.True(definitions >= 2);
    }

    [Fact]
    public void The_properties_of_definitions_columns_and_targets_are_those_of_the_schema()
    {
        var documented = FirstCells("definitions.md").Concat(FirstCells("targets.md")).ToHashSet(StringComparer.Ordinal);
        var defs = Schema.GetProperty("$defs");
        string[] schema = [.. Names(Schema), .. Names(defs.GetProperty("column")), .. Names(defs.GetProperty("target"))];

        Assert.Empty(schema.Where(name => name != "options").Except(documented, StringComparer.Ordinal));
        Assert.Empty(documented.Where(name => !name.StartsWith('{')).Except(schema, StringComparer.Ordinal));
    }

    [Fact]
    public void The_rules_in_the_documents_are_rules_of_the_schema()
    {
        var rules = FirstCells("definitions.md").Where(name => name.StartsWith('{')).ToArray();
        Assert.Equal(4, rules.Length);
        foreach (var text in rules)
        {
            using var rule = JsonDocument.Parse($$"""{ "name": "a", "columns": [ { "name": "A" } ], "rules": [ {{text}} ] }""");
            Assert.Null(new JsonSchemaCheck(Schema).Problem(rule.RootElement));
        }
    }

    [Fact]
    public void The_states_are_the_final_ones()
    {
        var documented = FirstCells("spreadsheets.md");
        var final = Enum.GetValues<ImportState>().Where(state => state.IsFinal()).Select(state => state.ToString());

        Assert.Empty(final.Except(documented, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    // A first cell may name several properties: `min`, `max`. One that is JSON is one rule.
    private static IEnumerable<string> FirstCells(string document) => DocumentFile.Read("docs", document).TableRows()
        .SelectMany(cells => cells[0].StartsWith("`{", StringComparison.Ordinal) ? [cells[0]] : cells[0].Split(',', StringSplitOptions.TrimEntries))
        .Where(name => name.StartsWith('`'))
        .Select(name => name.Trim('`'));
}
