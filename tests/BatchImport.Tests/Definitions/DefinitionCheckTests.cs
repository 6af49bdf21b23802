using System.Text;
using BatchImport.Definitions;
using BatchImport.Testing;

namespace BatchImport.Tests.Definitions;

public sealed class DefinitionCheckTests
{
    [Fact]
    public void Every_mistake_is_named_with_its_line()
    {
        var mistakes = Check("""
            {
              "name": "Orders",
              "locale": "xx",
              "colour": "red",
              "columns": [
                { "name": "Id", "type": "number", "min": 1 },
                { "name": "Amount", "type": "decimal", "min": "a", "pattern": "x" },
                { "nam": "Town" },
                { "name": "Id", "aliases": ["No."] },
                { "name": "Born", "type": "date", "formats": ["dd.MM", "dd.MM.yyyy"] }
              ],
              "rules": [{ "oneOf": ["Id", "Phone"] }, { "dateOrder": ["Born", "Died"] }],
              "target": { "type": "http", "url": "https://example.com", "attempts": 0, "method": "SEND" }
            }
            """);

        Assert.Equal([2, 3, 4, 6, 7, 7, 8, 8, 9, 10, 12, 12, 13, 13], mistakes.Select(mistake => mistake.Line));
    }

    [Fact]
    public void A_mistake_that_follows_from_another_is_not_named()
    {
        var mistake = Assert.Single(Check("{ \"name\": \"a\", \"columns\": [{ \"name\": \"A\", \"type\": \"number\", \"min\": 1, \"max\": 2 }] }"));

        Assert.StartsWith("the type \"number\" is unknown", mistake.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{ \"name\": \"a\",\n \"columns\": [", 2)]
    [InlineData("[]", 1)]
    [InlineData("{ \"name\": \"a\" }", 1)]
    [InlineData("{ \"name\": \"a\", \"columns\": [ { } ] }", 1)]
    public void What_is_not_a_definition_at_all_has_one_mistake(string json, int line) => Assert.Equal(line, Assert.Single(Check(json)).Line);

    [Theory]
    [InlineData("customers.json")]
    [InlineData("orders.json")]
    public void A_definition_that_is_valid_has_no_mistakes(string sample) =>
        Assert.Empty(DefinitionCheck.Run(File.ReadAllBytes(Repository.PathOf("samples", sample)), sample));

    [Fact]
    public void However_a_definition_is_damaged_its_mistakes_are_named()
    {
        var whole = File.ReadAllBytes(Repository.PathOf("samples", "orders.json"));
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var json = whole.ToArray();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                json[random.Next(json.Length)] = (byte)"{}[]\",:ab1 \n"[random.Next(12)];
            }

            foreach (var mistake in DefinitionCheck.Run(json, "orders.json"))
            {
                Assert.InRange(mistake.Line, 1, whole.Count((byte)'\n') + 10);
            }
        }
    }

    private static IReadOnlyList<DefinitionException> Check(string json) => DefinitionCheck.Run(Encoding.UTF8.GetBytes(json), "test.json");
}
