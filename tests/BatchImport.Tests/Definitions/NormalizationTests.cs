using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Definitions;

public sealed class NormalizationTests
{
    [Fact]
    public void Trimming_and_case_come_before_the_rules_and_go_into_what_is_made_of_the_cell()
    {
        var column = new ColumnDefinition { Name = "C", Trim = true, Case = TextCase.Upper, Pattern = "[A-Z]{2}" };

        Assert.Empty(Bind(column).Validate([Cell.FromText(" de\t")]));
        Assert.Equal(Cell.FromText("DE"), Bind(column).Convert(0, Cell.FromText(" de\t")));
        Assert.Equal(Cell.FromText("de"), Bind(column with { Case = TextCase.Lower }).Convert(0, Cell.FromText("DE ")));
        Assert.Equal(Cell.FromText("De"), Bind(column with { Case = TextCase.Keep }).Convert(0, Cell.FromText(" De ")));
        Assert.Equal(Cell.Empty, Bind(column).Convert(0, Cell.FromText("  ")));
    }

    [Fact]
    public void A_default_stands_in_for_a_blank_cell_in_a_column_that_is_required()
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, Required = true, Default = "1.5", Locale = "de" };

        Assert.Empty(Bind(column).Validate([Cell.FromText(" ")]));
        Assert.Equal(Cell.FromNumber(1.5), Bind(column).Convert(0, Cell.Empty));
        Assert.Equal(Cell.FromNumber(2.5), Bind(column).Convert(0, Cell.FromText("2,5")));
        Assert.Equal(Cell.FromDate(45351), Bind(new() { Name = "C", Type = ColumnType.Date, Default = "2024-02-29" }).Convert(0, Cell.Empty));
        Assert.Equal(Cell.FromBoolean(false), Bind(new() { Name = "C", Type = ColumnType.Boolean, Default = "false" }).Convert(0, Cell.Empty));
        Assert.Equal(Cell.FromText("none"), Bind(new() { Name = "C", Default = "none" }).Convert(0, Cell.Empty));
    }

    [Theory]
    [InlineData("ab", "\"ab\" has 2 characters; 3 is the least allowed")]
    [InlineData("abcde", "\"abcde\" has 5 characters; 4 is the most allowed")]
    [InlineData("\U0001F600\U0001F600\U0001F600", null)]
    [InlineData("abcd", null)]
    public void A_text_has_a_length_in_characters(string text, string? message) =>
        Assert.Equal(message, Bind(new() { Name = "C", MinLength = 3, MaxLength = 4 }).Validate([Cell.FromText(text)]).SingleOrDefault().Message);

    [Fact]
    public void A_length_goes_with_numbers_as_text_and_addresses_too()
    {
        Assert.Equal("\"1234\" has 4 characters; 3 is the most allowed", Assert.Single(Bind(new() { Name = "C", MaxLength = 3 }).Validate([Cell.FromNumber(1234)])).Message);
        Assert.Single(Bind(new() { Name = "C", Type = ColumnType.Email, MaxLength = 10 }).Validate([Cell.FromText("ada@example.com")]));
    }

    private static RowValidator Bind(ColumnDefinition column) => RowValidator.Bind(new ImportDefinition { Name = "d", Columns = [column] }, ["C"]);
}
