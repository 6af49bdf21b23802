using System.Globalization;
using System.Text;
using BatchImport.Definitions;
using BatchImport.Definitions.Proposals;
using BatchImport.Spreadsheets;
using BatchImport.Testing;

namespace BatchImport.Tests.Definitions;

/// <summary>The definitions that are proposed for samples.</summary>
public sealed class DefinitionProposalTests
{
    [Fact]
    public void The_sample_with_its_mistakes_gets_the_types_patterns_and_values_that_most_rows_have()
    {
        using var sample = File.OpenRead(Repository.PathOf("samples", "customers.xlsx"));
        var (definition, text) = Propose(sample);

        Assert.Equal("[0-9]{6}", Column(definition, "Id").Pattern);
        Assert.Equal(ColumnType.Email, Column(definition, "Email").Type);
        Assert.Equal(ColumnType.Date, Column(definition, "Signup date").Type);
        Assert.Equal(ColumnType.Decimal, Column(definition, "Amount").Type);
        Assert.Contains("Switzerland", Column(definition, "Country").Allowed);
        Assert.Equal(10, Column(definition, "Country").Allowed.Count);
        Assert.True(Column(definition, "First name").Required);
        Assert.Null(Column(definition, "First name").Pattern);
        Assert.Contains("likely: e-mail addresses, as ", text, StringComparison.Ordinal);

        // The rows that break the proposal are those that break the definition of the sample.
        var proposed = Check("customers.xlsx", definition);
        var known = Check("customers.xlsx", DefinitionReader.Read(File.ReadAllBytes(Repository.PathOf("samples", "customers.json")), "customers.json"));
        Assert.InRange(proposed.InvalidRows, 1, known.InvalidRows);
    }

    [Fact]
    public void What_holds_for_all_rows_is_sure_and_a_few_rows_show_nothing()
    {
        var (many, text) = Propose(Csv("No;Total", 30, i => $"{i};{i}.5"));
        Assert.True(Column(many, "No").Required);
        Assert.True(Column(many, "No").Unique);
        Assert.Contains("// sure: whole numbers, as all 30 values", text, StringComparison.Ordinal);
        Assert.Equal(ColumnType.Decimal, Column(many, "Total").Type);

        var (few, open) = Propose(Csv("No;Total", 3, i => $"{i};{i}.5"));
        Assert.False(Column(few, "No").Required);
        Assert.Contains("// open: whether it is required, since the sample has only 3 rows", open, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_with_leading_zeros_stay_text() => Assert.Equal(
        (ColumnType.Text, "[0-9]{4}"),
        (Column(Propose(Csv("Code;A", 25, i => $"{i:0000};x")).Definition, "Code").Type, Column(Propose(Csv("Code;A", 25, i => $"{i:0000};x")).Definition, "Code").Pattern));

    [Fact]
    public void Dates_whose_order_no_value_shows_are_left_to_a_person()
    {
        var (ambiguous, text) = Propose(Csv("Day;A", 25, i => $"0{(i % 9) + 1}.0{(i % 7) + 1}.2024;x"));
        Assert.Equal(ColumnType.Text, Column(ambiguous, "Day").Type);
        Assert.Contains("open: all values could be dates with the day first and dates with the month first", text, StringComparison.Ordinal);

        var (clear, _) = Propose(Csv("Day;A", 25, i => $"{i + 1:00}.02.2024;x"));
        Assert.Equal((ColumnType.Date, true), (Column(clear, "Day").Type, Column(clear, "Day").DayFirst));
    }

    [Fact]
    public void Numbers_with_a_comma_that_could_be_either_separator_are_left_to_a_person()
    {
        Assert.Contains("open: all values could be numbers with the decimal separator", Propose(Csv("Sum;A", 25, i => $"\"{i % 9 + 1},{i + 100}\";x")).Text, StringComparison.Ordinal);
        var clear = Column(Propose(Csv("Sum;A", 25, i => $"{i},5;x")).Definition, "Sum");
        Assert.Equal((ColumnType.Decimal, ","), (clear.Type, clear.DecimalSeparator));
    }

    [Fact]
    public void Names_that_need_escapes_give_a_valid_definition()
    {
        var (definition, _) = Propose(Csv("\"Say \"\"no\"\"\";B\\C", 25, i => $"x{i};y"));
        Assert.Equal(["Say \"no\"", "B\\C"], definition.Columns.Select(column => column.Name));
    }

    private static MemoryStream Csv(string header, int rows, Func<int, string> row) =>
        new(Encoding.UTF8.GetBytes(header + "\n" + string.Concat(Enumerable.Range(1, rows).Select(i => row(i) + "\n"))));

    private static (ImportDefinition Definition, string Text) Propose(Stream content)
    {
        var text = DefinitionProposal.Create(content, "proposed", new SpreadsheetLimits(), encoding: null, TestContext.Current.CancellationToken);
        return (DefinitionReader.Read(Encoding.UTF8.GetBytes(text), "proposed.json"), text);
    }

    private static ColumnDefinition Column(ImportDefinition definition, string name) => definition.Columns.Single(column => column.Name == name);

    private static CheckedSpreadsheet Check(string sample, ImportDefinition definition)
    {
        using var content = File.OpenRead(Repository.PathOf("samples", sample));
        return SpreadsheetCheck.Run(content, definition, new SpreadsheetLimits(), encoding: null, 10, TestContext.Current.CancellationToken);
    }
}
