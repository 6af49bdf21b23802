using System.Text;
using System.Text.Json;
using BatchImport.Definitions;
using BatchImport.Testing;

namespace BatchImport.Tests.Definitions;

/// <summary>The published schema matches the reader.</summary>
public sealed class SchemaTests
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("schemas", "definition.schema.json"))).RootElement;

    public static TheoryData<string> Samples =>
        [.. new[] { "samples", Path.Combine("samples", "targets") }.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.json").Select(file => Path.Combine(folder, Path.GetFileName(file))))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_valid_for_schema_and_reader_and_names_the_schema(string file)
    {
        var json = File.ReadAllBytes(Repository.PathOf(file));
        using var sample = JsonDocument.Parse(json, Lenient);

        Assert.Null(new JsonSchemaCheck(Schema).Problem(sample.RootElement));
        Assert.Equal(Path.GetFileNameWithoutExtension(file), DefinitionReader.Read(json, file).Name);
        var schema = Path.Combine(Path.GetDirectoryName(Repository.PathOf(file))!, sample.RootElement.GetProperty("$schema").GetString()!);
        Assert.Equal(Repository.PathOf("schemas", "definition.schema.json"), Path.GetFullPath(schema));
    }

    [Fact]
    public void Schema_and_reader_know_the_same_properties()
    {
        Assert.Equal(DefinitionReader.Properties.Order(StringComparer.Ordinal), PropertiesOf(Schema));
        Assert.Equal(ColumnReader.Properties.Order(StringComparer.Ordinal), PropertiesOf(Schema.GetProperty("$defs").GetProperty("column")));
        Assert.Equal(TargetReader.All.Order(StringComparer.Ordinal), PropertiesOf(Schema.GetProperty("$defs").GetProperty("target")));
        Assert.Equal(ReferenceReader.Properties.Order(StringComparer.Ordinal), PropertiesOf(Schema.GetProperty("$defs").GetProperty("allowedIn")));
        Assert.Equal(WebhookReader.Properties.Order(StringComparer.Ordinal), PropertiesOf(Schema.GetProperty("$defs").GetProperty("webhook")));
        Assert.Equal(WebhookEvents.All, Words(Schema.GetProperty("$defs").GetProperty("webhook").GetProperty("properties").GetProperty("events").GetProperty("items")));
        Assert.Equal(RuleReader.Properties.Order(StringComparer.Ordinal), PropertiesOf(Schema.GetProperty("$defs").GetProperty("rule")));
    }

    [Fact]
    public void Schema_and_reader_know_the_same_words()
    {
        var column = Schema.GetProperty("$defs").GetProperty("column").GetProperty("properties");

        Assert.Equal(Names<ColumnType>(), Words(column.GetProperty("type")));
        Assert.Equal(Names<TextCase>(), Words(column.GetProperty("case")));
        Assert.Equal(Names<UnknownColumns>(), Words(Schema.GetProperty("properties").GetProperty("unknownColumns")));
        Assert.Equal(Locales.Names.Order(StringComparer.Ordinal), Words(Schema.GetProperty("$defs").GetProperty("locale")));
    }

    [Theory]
    [InlineData("""{ "columns": [ { "name": "A" } ] }""")]
    [InlineData("""{ "name": "A b", "columns": [ { "name": "A" } ] }""")]
    [InlineData("""{ "name": "a", "columns": [] }""")]
    [InlineData("""{ "name": "a", "columns": [ { } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": " " } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A", "typ": "text" } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A", "type": "number" } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A", "minLength": -1 } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A", "type": "decimal", "decimalSeparator": ";" } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A", "type": "decimal", "units": [ "m2" ] } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A", "type": "decimal", "units": [ " " ] } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A", "type": "decimal", "units": [ "" ] } ] }""")]
    [InlineData("""{ "name": "a", "headerRow": 0, "columns": [ { "name": "A" } ] }""")]
    [InlineData("""{ "name": "a", "locale": "tlh", "columns": [ { "name": "A" } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A" }, { "name": "B" } ], "rules": [ { "oneOf": ["A"] } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A" }, { "name": "B" } ], "rules": [ { "requires": ["A"] } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A" }, { "name": "B" } ], "rules": [ { "oneOf": ["A", "B"], "unique": ["A", "B"] } ] }""")]
    [InlineData("""{ "name": "a", "columns": [ { "name": "A" }, { "name": "B" } ], "rules": [ { "oneOf": ["A", "B"], "when": "A" } ] }""")]
    public void What_the_schema_refuses_the_reader_refuses(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.NotNull(new JsonSchemaCheck(Schema).Problem(document.RootElement));
        Assert.Throws<DefinitionException>(() => DefinitionReader.Read(Encoding.UTF8.GetBytes(json), "a.json"));
    }

    private static IEnumerable<string> PropertiesOf(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Words(JsonElement schema) => schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(name => name.ToLowerInvariant());
}
