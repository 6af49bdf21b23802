using System.Text;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Definitions;

/// <summary>Columns whose allowed values are kept outside the definition.</summary>
public sealed class ReferenceListTests
{
    private static readonly ReferenceSource Countries = new() { List = "countries" };

    [Theory]
    [InlineData("France", null)]
    [InlineData(" fRANCE ", null)]
    [InlineData("Frnace", "\"Frnace\" is not in the list countries; did you mean \"France\"?")]
    [InlineData("Österreich", "\"Österreich\" is not in the list countries")]
    [InlineData("switzerlant", "\"switzerlant\" is not in the list countries; did you mean \"Switzerland\"?")]
    public void A_value_must_be_in_the_list_and_a_similar_one_is_suggested(string value, string? problem) =>
        Assert.Equal(problem, Problem(ColumnType.Text, Cell.FromText(value), "France", "Switzerland", "Sweden"));

    [Fact]
    public void Two_values_that_are_equally_similar_are_not_suggested() =>
        Assert.Equal("\"item 1\" is not in the list countries", Problem(ColumnType.Text, Cell.FromText("item 1"), "litem 1", "mitem 1"));

    [Fact]
    public void Whole_numbers_are_compared_as_numbers()
    {
        Assert.Null(Problem(ColumnType.Integer, Cell.FromNumber(7), "007", "8"));
        Assert.Equal("\"9\" is not in the list countries", Problem(ColumnType.Integer, Cell.FromNumber(9), "007", "8", "nine"));
    }

    [Fact]
    public void Without_its_list_a_column_takes_any_value() =>
        Assert.Empty(RowValidator.Bind(Definition(ColumnType.Text), ["C"]).Validate([Cell.FromText("anything")]));

    [Fact]
    public void A_list_is_read_from_json_by_its_name_or_from_a_table()
    {
        Assert.Equal(Countries, Read("""{ "list": "countries" }""").AllowedIn);
        Assert.Equal(
            new ReferenceSource { Connection = "crm", Schema = "crm", Table = "countries", Column = "code" },
            Read("""{ "connection": "crm", "table": "crm.countries", "column": "code" }""").AllowedIn);
    }

    [Theory]
    [InlineData("""{ }""")]
    [InlineData("""{ "list": "Countries!" }""")]
    [InlineData("""{ "list": "countries", "table": "t" }""")]
    [InlineData("""{ "connection": "crm", "table": "t" }""")]
    [InlineData("""{ "connection": "crm", "column": "c" }""")]
    [InlineData("""{ "connection": "c r m", "table": "t", "column": "c" }""")]
    [InlineData("""{ "lists": "countries" }""")]
    [InlineData("\"countries\"")]
    public void What_names_no_list_is_refused(string json) => Assert.Throws<DefinitionException>(() => Read(json));

    [Fact]
    public void Allowed_values_and_a_list_exclude_each_other()
    {
        var refused = Assert.Throws<DefinitionException>(() => Read("""{ "list": "countries" }, "allowed": ["A"]"""));
        Assert.Contains("a column has allowed or allowedIn, not both", refused.Message, StringComparison.Ordinal);
        Assert.Throws<DefinitionException>(() => Read("""{ "list": "countries" }, "type": "date" """));
    }

    private static ColumnDefinition Read(string json) =>
        DefinitionReader.Read(Encoding.UTF8.GetBytes($$"""{ "name": "a", "columns": [ { "name": "A", "allowedIn": {{json}} } ] }"""), "a.json").Columns[0];

    private static ImportDefinition Definition(ColumnType type) => new() { Name = "d", Columns = [new() { Name = "C", Type = type, AllowedIn = Countries }] };

    private static string? Problem(ColumnType type, Cell cell, params string[] values)
    {
        var lists = new ReferenceLists(new Dictionary<string, ReferenceList>(StringComparer.OrdinalIgnoreCase) { ["C"] = new(Countries, values) });
        return RowValidator.Bind(Definition(type), ["C"], lists).Validate([cell]).Select(error => error.Message).SingleOrDefault();
    }
}
