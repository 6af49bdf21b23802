using System.Text;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Testing;

namespace BatchImport.Tests.Definitions;

public sealed class DefinitionReaderTests
{
    [Fact]
    public void A_definition_is_read_with_everything_in_it()
    {
        var definition = Read("""
            {
              "$schema": "https://example.com/definition.schema.json",
              // comments and trailing commas are allowed
              "name": "price-list-2",
              "notify": "prices@example.com",
              "target": "none",
              "columns": [
                { "name": " Sku ", "aliases": ["Article", "Item no."], "required": true, "pattern": "[A-Z]{3}\\d+" },
                { "name": "Price", "type": "decimal", "min": -0.5, "max": "100" },
                { "name": "From", "type": "date", "min": "2020-01-01", "max": "2020-01-01" },
                { "name": "Unit", "allowed": ["kg", "m", ], },
                { "name": "Stock", "type": "integer", "required": false, "allowed": ["1", "2"] },
                { "name": "Active", "type": "boolean" },
                { "name": "Buyer", "type": "email" },
              ],
            }
            """);

        Assert.Equal(("price-list-2", "prices@example.com", "none", 7), (definition.Name, definition.Notify, definition.Target.Type, definition.Columns.Count));
        Assert.Equal([ColumnType.Text, ColumnType.Decimal, ColumnType.Date, ColumnType.Text, ColumnType.Integer, ColumnType.Boolean, ColumnType.Email], definition.Columns.Select(column => column.Type));
        var sku = definition.Columns[0];
        Assert.Equal(("Sku", true, "[A-Z]{3}\\d+"), (sku.Name, sku.Required, sku.Pattern));
        Assert.Equal(["Article", "Item no."], sku.Aliases);
        Assert.Equal(("-0.5", "100"), (definition.Columns[1].Min, definition.Columns[1].Max));
        Assert.Equal(["kg", "m"], definition.Columns[3].Allowed);
    }

    [Fact]
    public void A_byte_order_mark_is_no_problem() =>
        Assert.Equal("a", DefinitionReader.Read(new byte[] { 0xEF, 0xBB, 0xBF }.Concat(Encoding.UTF8.GetBytes("""{"name":"a","columns":[{"name":"A"}]}""")).ToArray(), "a.json").Name);

    [Theory]
    [InlineData("", 1, "it is not JSON")]
    [InlineData("[]", 1, "a definition is an object")]
    [InlineData("{\n\"name\": \"a\",\n\"columns\": [{ \"name\": \"A\" }]", 3, "it is not JSON")]
    [InlineData("{\n\"name\": \"a\",\n\"columns\": [{ \"name\": \"A\" }] } x", 3, "it is not JSON")]
    [InlineData("{\n\"name\": a }", 2, "it is not JSON")]
    [InlineData("\n{ \"columns\": [{ \"name\": \"A\" }] }", 2, "the definition has no name")]
    [InlineData("{ \"name\": \"a\" }", 1, "the definition has no columns")]
    [InlineData("{ \"name\": \"a\",\n \"columns\": [] }", 2, "columns is empty")]
    [InlineData("{ \"name\": \"a\",\n \"columns\": {} }", 2, "columns is a list")]
    [InlineData("{ \"name\": \"a\",\n \"columns\": [\n\"A\"] }", 3, "a column is an object")]
    [InlineData("{ \"name\": \"a\",\n \"colums\": [] }", 2, "a definition has no property \"colums\"; valid properties: name, notify, target, locale, sheet, headerRow, headerRows, encoding, fuzzy, priority, unknownColumns, columns, rules")]
    [InlineData("{ \"name\": \"a\",\n \"name\": \"b\" }", 2, "\"name\" occurs twice")]
    [InlineData("{ \"name\": \"A b\" }", 1, "the name \"A b\" is not 1 to 64 characters of a-z, 0-9 and hyphen")]
    [InlineData("{ \"name\": 7 }", 1, "name is a text in quotes")]
    [InlineData("{ \"name\": \"\\uD800\" }", 1, "name is not valid text")]
    [InlineData("{ \"name\": \"a\",\n\n \"notify\": \"nobody\" }", 3, "notify \"nobody\" is not an e-mail address")]
    [InlineData("{ \"name\": \"a\",\n\n \"priority\": \"High\" }", 3, "the priority \"High\" is unknown; valid values: normal, high, bulk")]
    [InlineData("{ \"name\": \"a\",\n\n \"target\": \"the moon\" }", 3, "the target \"the moon\" must have 1 to 64 characters")]
    public void A_definition_that_is_not_valid_is_refused_with_line_and_rule(string json, int line, string rule) => Refused(json, line, rule);

    [Theory]
    [InlineData("{ }", 3, "the column has no name")]
    [InlineData("{ \"name\": \" \" }", 3, "name is blank")]
    [InlineData("{ \"name\": \"A\",\n \"typ\": \"text\" }", 4, "a column has no property \"typ\"; valid properties: name, aliases, type, required, unique, pattern, min, max, minLength, maxLength, allowed, allowedIn, default, trim, case, locale, decimalSeparator, thousandsSeparator, units, negative, formats, dayFirst, trueWords, falseWords")]
    [InlineData("{ \"name\": \"A\",\n \"type\": \"number\" }", 4, "the type \"number\" is unknown; valid values: text, integer, decimal, date, boolean, email")]
    [InlineData("{ \"name\": \"A\",\n \"required\": \"yes\" }", 4, "required is true or false")]
    [InlineData("{ \"name\": \"A\",\n \"aliases\": \"B\" }", 4, "aliases is a list of texts")]
    [InlineData("{ \"name\": \"A\",\n \"aliases\": [1] }", 4, "aliases is a text in quotes")]
    [InlineData("{ \"name\": \"A\",\n \"pattern\": \"(\" }", 4, "column \"A\": the pattern is not a regular expression: ")]
    [InlineData("{ \"name\": \"A\",\n \"pattern\": \"a)(b\" }", 4, "column \"A\": the pattern is not a regular expression: ")]
    [InlineData("{ \"name\": \"A\",\n \"pattern\": \"(a)\\\\1\" }", 4, "column \"A\": the pattern has look-arounds or back-references, which cannot be used")]
    [InlineData("{ \"name\": \"A\",\n \"pattern\": \"a\", \"type\": \"date\" }", 4, "column \"A\": a pattern goes with text and email, not with date")]
    [InlineData("{ \"name\": \"A\",\n \"min\": 1 }", 4, "column \"A\": min and max go with integer, decimal and date, not with text")]
    [InlineData("{ \"name\": \"A\", \"type\": \"email\",\n \"max\": 1 }", 4, "column \"A\": min and max go with integer, decimal and date, not with email")]
    [InlineData("{ \"name\": \"A\", \"type\": \"integer\",\n \"min\": \"one\" }", 4, "column \"A\": min \"one\" is not a number like 12.5")]
    [InlineData("{ \"name\": \"A\", \"type\": \"date\",\n \"min\": \"01.01.2024\" }", 4, "column \"A\": min \"01.01.2024\" is not a date like 2024-12-31")]
    [InlineData("{ \"name\": \"A\", \"type\": \"integer\", \"min\": 3,\n \"max\": 2 }", 4, "column \"A\": min 3 is greater than max 2")]
    [InlineData("{ \"name\": \"A\", \"type\": \"date\", \"min\": \"2024-02-01\",\n \"max\": \"2024-01-31\" }", 4, "column \"A\": min 2024-02-01 is greater than max 2024-01-31")]
    [InlineData("{ \"name\": \"A\", \"type\": \"boolean\",\n \"allowed\": [\"yes\"] }", 4, "column \"A\": allowed goes with text, integer and email, not with boolean")]
    [InlineData("{ \"name\": \"A\", \"type\": \"integer\",\n \"allowed\": [\"1.5\"] }", 4, "column \"A\": \"1.5\" is not a whole number")]
    [InlineData("{ \"name\": \"A\" },\n { \"name\": \"a\" }", 4, "\"a\" names two columns, \"A\" and \"a\"")]
    [InlineData("{ \"name\": \"A b\" },\n { \"name\": \"C\",\n \"aliases\": [ \"a  B\" ] }", 5, "\"a  B\" names two columns, \"A b\" and \"C\"")]
    [InlineData("{ \"name\": \"A\",\n \"aliases\": [\"A\"] }", 4, "\"A\" names two columns, \"A\" and \"A\"")]
    [InlineData("{ \"name\": \"A\",\n \"locale\": \"tlh\" }", 4, "the locale \"tlh\" is unknown; valid values: cs, da, de,")]
    [InlineData("{ \"name\": \"A\",\n \"minLength\": -1 }", 4, "minLength is a whole number")]
    [InlineData("{ \"name\": \"A\",\n \"maxLength\": 5, \"type\": \"date\" }", 4, "column \"A\": maxLength goes with text and email, not with date")]
    [InlineData("{ \"name\": \"A\", \"minLength\": 3,\n \"maxLength\": 2 }", 4, "column \"A\": minLength 3 is greater than maxLength 2")]
    [InlineData("{ \"name\": \"A\",\n \"case\": \"title\" }", 4, "the case \"title\" is unknown; valid values: keep, upper, lower")]
    [InlineData("{ \"name\": \"A\", \"type\": \"date\",\n \"case\": \"upper\" }", 4, "column \"A\": a case goes with text and email, not with date")]
    [InlineData("{ \"name\": \"A\", \"type\": \"decimal\",\n \"decimalSeparator\": \";\" }", 4, "column \"A\": decimalSeparator is \".\" or \",\"")]
    [InlineData("{ \"name\": \"A\", \"type\": \"decimal\",\n \"thousandsSeparator\": \"x\" }", 4, "column \"A\": thousandsSeparator is \".\", \",\", \"'\", a blank, or empty for none")]
    [InlineData("{ \"name\": \"A\",\n \"units\": [\"kg\"] }", 4, "column \"A\": units goes with integer and decimal, not with text")]
    [InlineData("{ \"name\": \"A\", \"type\": \"decimal\",\n \"units\": [\"kg\", \"m2\"] }", 4, "column \"A\": \"m2\" cannot be a unit: a unit has up to 16 characters, none of them a digit, a sign, a percent sign, a point or a comma")]
    [InlineData("{ \"name\": \"A\", \"type\": \"decimal\", \"decimalSeparator\": \",\",\n \"thousandsSeparator\": \",\" }", 4, "column \"A\": thousandsSeparator is \",\", and so is the decimal separator")]
    [InlineData("{ \"name\": \"A\",\n \"decimalSeparator\": \",\" }", 4, "column \"A\": decimalSeparator goes with integer and decimal, not with text")]
    [InlineData("{ \"name\": \"A\",\n \"formats\": [\"dd.MM.yyyy\"] }", 4, "column \"A\": formats goes with date, not with text")]
    [InlineData("{ \"name\": \"A\", \"type\": \"date\",\n \"formats\": [\"MM.yyyy\"] }", 4, "column \"A\": \"MM.yyyy\" is not a date format with day, month and year")]
    [InlineData("{ \"name\": \"A\", \"type\": \"date\", \"formats\": [\"dd.MM.yyyy\"],\n \"dayFirst\": true }", 4, "column \"A\": formats already determine the order of day and month")]
    [InlineData("{ \"name\": \"A\",\n \"trueWords\": [\"x\"] }", 4, "column \"A\": trueWords goes with boolean, not with text")]
    [InlineData("{ \"name\": \"A\", \"type\": \"boolean\",\n \"trueWords\": [\"NO\"] }", 4, "column \"A\": \"NO\" would mean both yes and no")]
    [InlineData("{ \"name\": \"A\", \"type\": \"boolean\",\n \"falseWords\": [\"1\"] }", 4, "column \"A\": \"1\" would mean both yes and no")]
    [InlineData("{ \"name\": \"A\",\n \"default\": null }", 4, "default is a text in quotes, a number, true or false")]
    [InlineData("{ \"name\": \"A\", \"type\": \"date\",\n \"default\": \"today\" }", 4, "column \"A\": default \"today\" is not a date in the notation of definitions")]
    [InlineData("{ \"name\": \"A\", \"type\": \"integer\", \"max\": 5,\n \"default\": 7 }", 4, "column \"A\": the default breaks the column's own rule: \"7\" is greater than 5")]
    public void A_column_that_is_not_valid_is_refused_with_line_and_rule(string columns, int line, string rule) =>
        Refused($"{{ \"name\": \"a\",\n \"columns\": [\n {columns} ] }}", line, rule);

    [Theory]
    [InlineData("{ \"oneOf\": [\"A\",\"X\"] }", "the rule is about \"X\", which is not the name of a column")]
    [InlineData("{ \"oneOf\": [\"A\"] }", "the rule names too few columns: two at least")]
    [InlineData("{ \"oneOf\": [\"A\", \"a\"] }", "the rule names a column twice")]
    [InlineData("{ \"unique\": [\"A\", \"B\"], \"oneOf\": [\"A\", \"B\"] }", "a rule is one of")]
    [InlineData("{ }", "a rule is one of")]
    [InlineData("{ \"requires\": [\"A\"] }", "when goes with requires")]
    [InlineData("{ \"when\": \"A\", \"oneOf\": [\"A\", \"B\"] }", "when goes with requires")]
    [InlineData("{ \"is\": [\"x\"], \"oneOf\": [\"A\", \"B\"] }", "is goes with when")]
    [InlineData("{ \"dateOrder\": [\"D\", \"A\"] }", "dateOrder goes with dates, and \"A\" is of another type")]
    [InlineData("{ \"need\": [\"A\"] }", "a rule has no property \"need\"; valid properties: oneOf, when, is, requires, dateOrder, unique")]
    public void A_rule_over_several_columns_that_is_not_valid_is_refused_with_line_and_rule(string rule, string message) =>
        Refused($"{{ \"name\": \"a\",\n \"columns\": [ {{ \"name\": \"A\" }}, {{ \"name\": \"B\" }}, {{ \"name\": \"D\", \"type\": \"date\" }} ],\n \"rules\": [\n {rule} ] }}", 4, message);

    [Fact]
    public void A_definition_remembers_the_values_of_eight_keys_at_most() =>
        Refused($"{{ \"name\": \"a\", \"columns\": [ {string.Join(',', Enumerable.Range(0, 9).Select(i => $"{{ \"name\": \"C{i}\", \"unique\": true }}"))} ] }}", 1, "more than 8 columns and rules are unique");

    [Fact]
    public void The_definitions_locale_is_that_of_columns_without_their_own()
    {
        var definition = Read("""{ "name": "a", "columns": [ { "name": "A" }, { "name": "B", "locale": "fr" } ], "locale": "DE" }""");

        Assert.Equal(["DE", "fr"], definition.Columns.Select(column => column.Locale));
    }

    [Fact]
    public void What_is_said_about_the_sheet_and_its_columns_is_read()
    {
        var definition = Read("""
            {
              "name": "a", "sheet": " Data ", "headerRow": 3, "fuzzy": true, "priority": "bulk", "unknownColumns": "drop",
              "columns": [
                { "name": "A", "unique": true, "minLength": 1, "maxLength": 5, "trim": true, "case": "upper", "default": "X" },
                { "name": "N", "type": "decimal", "decimalSeparator": ",", "thousandsSeparator": "", "default": 1.5 },
                { "name": "D", "type": "date", "formats": ["dd.MM.yyyy"] }, { "name": "E", "type": "date", "dayFirst": false },
                { "name": "F", "type": "boolean", "trueWords": ["x"], "falseWords": ["-"], "default": false }
              ],
              "rules": [ { "oneOf": ["A", "N"] }, { "when": "F", "is": ["yes"], "requires": ["D"] }, { "dateOrder": ["D", "E"] }, { "unique": ["A", "D"] } ]
            }
            """);

        Assert.Equal(
            ("Data", 3, true, ImportPriority.Bulk, UnknownColumns.Drop),
            (definition.Sheet, definition.HeaderRow, definition.Fuzzy, definition.Priority, definition.UnknownColumns));
        Assert.Equal((true, 1, 5, true, TextCase.Upper, "X"), (definition.Columns[0].Unique, definition.Columns[0].MinLength, definition.Columns[0].MaxLength, definition.Columns[0].Trim, definition.Columns[0].Case, definition.Columns[0].Default));
        Assert.Equal((",", "", "1.5"), (definition.Columns[1].DecimalSeparator, definition.Columns[1].ThousandsSeparator, definition.Columns[1].Default));
        Assert.Equal("dd.MM.yyyy", Assert.Single(definition.Columns[2].Formats));
        Assert.False(definition.Columns[3].DayFirst);
        Assert.Equal(("x", "-", "false"), (definition.Columns[4].TrueWords[0], definition.Columns[4].FalseWords[0], definition.Columns[4].Default));
        Assert.Equal([RowRuleKind.OneOf, RowRuleKind.Requires, RowRuleKind.DateOrder, RowRuleKind.Unique], definition.Rules.Select(rule => rule.Kind));
        Assert.Equal(("F", "yes", "D"), (definition.Rules[1].When, definition.Rules[1].Is[0], definition.Rules[1].Columns[0]));
    }

    [Fact]
    public void Broken_bytes_are_a_definition_that_is_not_valid()
    {
        var original = File.ReadAllBytes(Repository.PathOf("samples", "customers.json"));
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var json = (byte[])original.Clone();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                json[random.Next(json.Length)] = (byte)random.Next(256);
            }

            try
            {
                DefinitionReader.Read(json, "fuzz.json");
            }
            catch (DefinitionException ex)
            {
                Assert.InRange(ex.Line, 1, 200);
            }
            catch (Exception ex)
            {
                Assert.Fail($"Seed {seed}: {ex}");
            }
        }
    }

    private static ImportDefinition Read(string json) => DefinitionReader.Read(Encoding.UTF8.GetBytes(json), "definitions/a.json");

    private static void Refused(string json, int line, string rule)
    {
        var refusal = Assert.Throws<DefinitionException>(() => Read(json));

        Assert.Equal("invalid-definition", refusal.Code);
        Assert.Equal(line, refusal.Line);
        Assert.StartsWith(rule, refusal.Rule, StringComparison.Ordinal);
        Assert.StartsWith($"The definition definitions/a.json cannot be used, line {line}: {rule}", refusal.Message, StringComparison.Ordinal);
    }
}
