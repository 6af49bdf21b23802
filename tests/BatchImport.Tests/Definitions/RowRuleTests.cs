using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Definitions;

public sealed class RowRuleTests
{
    private static readonly ColumnDefinition[] Columns =
    [
        new() { Name = "Email", Type = ColumnType.Email }, new() { Name = "Phone" },
        new() { Name = "State" }, new() { Name = "Paid", Type = ColumnType.Boolean },
        new() { Name = "From", Type = ColumnType.Date, Locale = "de" }, new() { Name = "To", Type = ColumnType.Date }, new() { Name = "End", Type = ColumnType.Date },
    ];

    private static readonly RowRule OneOf = new() { Kind = RowRuleKind.OneOf, Columns = ["Phone", "Email"] };
    private static readonly RowRule Requires = new() { Kind = RowRuleKind.Requires, When = "State", Columns = ["Phone"] };
    private static readonly RowRule Dates = new() { Kind = RowRuleKind.DateOrder, Columns = ["From", "To", "End"] };

    [Fact]
    public void At_least_one_of_some_columns_has_a_value()
    {
        Assert.Equal([new RowError(0, "one of \"Phone\", \"Email\" must have a value")], Validate(OneOf, "Phone,Email", " ", ""));
        Assert.Empty(Validate(OneOf, "Phone,Email", "1", ""));
        Assert.Equal([new RowError(0, "one of \"Phone\", \"Email\" must have a value")], Validate(OneOf, "Email", ""));
        Assert.Equal([new RowError(null, "one of \"Phone\", \"Email\" must have a value")], Validate(OneOf, "State", "x"));
    }

    [Fact]
    public void A_value_in_one_column_calls_for_values_in_others()
    {
        Assert.Equal([new RowError(1, "a value is required, because \"State\" has one")], Validate(Requires, "State,Phone", "open", ""));
        Assert.Empty(Validate(Requires, "State,Phone", " ", ""));
        Assert.Empty(Validate(Requires, "State,Phone", "open", "1"));
        Assert.Equal([new RowError(null, "a value of \"Phone\", which the file does not have, is required, because \"State\" has one")], Validate(Requires, "State", "open"));
    }

    [Fact]
    public void Only_some_values_may_call_for_values_in_others()
    {
        var closed = Requires with { Is = ["closed", "lost"] };
        Assert.Equal([new RowError(1, "a value is required, because \"State\" is \"Closed\"")], Validate(closed, "State,Phone", "Closed", ""));
        Assert.Empty(Validate(closed, "State,Phone", "open", ""));

        var paid = Requires with { When = "Paid", Is = ["yes"] };
        Assert.Equal([new RowError(1, "a value is required, because \"Paid\" is \"1\"")], Validate(paid, "Paid,Phone", "1", ""));
        Assert.Empty(Validate(paid, "Paid,Phone", "no", ""));
    }

    [Fact]
    public void Dates_are_in_order_and_blank_ones_are_passed_over()
    {
        Assert.Empty(Validate(Dates, "From,To,End", "1.2.2024", "2024-02-01", "2024-02-02"));
        Assert.Equal([new RowError(1, "\"2024-01-31\" is before \"1.2.2024\", the \"From\"")], Validate(Dates, "From,To", "1.2.2024", "2024-01-31"));
        Assert.Equal([new RowError(2, "\"2024-01-31\" is before \"1.2.2024\", the \"From\"")], Validate(Dates, "From,To,End", "1.2.2024", "", "2024-01-31"));
    }

    [Fact]
    public void A_cell_that_has_an_error_of_its_own_gets_no_second_one() =>
        Assert.Equal("\"soon\" is not a date like 2024-12-31", Assert.Single(Validate(Dates, "From,To", "1.2.2024", "soon")).Message);

    [Fact]
    public void A_default_counts_as_a_value() =>
        Assert.Empty(RowValidator.Bind(
            new ImportDefinition { Name = "d", Columns = [Columns[0], Columns[1] with { Default = "none" }], Rules = [OneOf] }, ["Email", "Phone"]).Validate([Cell.Empty, Cell.Empty]));

    private static IReadOnlyList<RowError> Validate(RowRule rule, string header, params string[] values) =>
        RowValidator.Bind(new ImportDefinition { Name = "d", Columns = Columns, Rules = [rule] }, header.Split(',')).Validate([.. values.Select(Cell.FromText)]);
}
