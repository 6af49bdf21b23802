using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Definitions;

public sealed class RowValidatorTests
{
    private static readonly ColumnDefinition Text = new() { Name = "C" };
    private static readonly ColumnDefinition Whole = new() { Name = "C", Type = ColumnType.Integer, Min = "-5", Max = "1000" };
    private static readonly ColumnDefinition Number = new() { Name = "C", Type = ColumnType.Decimal };
    private static readonly ColumnDefinition Date = new() { Name = "C", Type = ColumnType.Date, Min = "2020-01-01", Max = "2024-12-31" };
    private static readonly ColumnDefinition Bool = new() { Name = "C", Type = ColumnType.Boolean };
    private static readonly ColumnDefinition Email = new() { Name = "C", Type = ColumnType.Email };

    public static TheoryData<string, ColumnDefinition, Cell> Valid => new()
    {
        { "any text", Text, Cell.FromText(" anything ") },
        { "a number as text", Text, Cell.FromNumber(12) },
        { "an identifier as its format shows it", Text with { Pattern = "[0-9]{5}", MaxLength = 5 }, Cell.FromIdentifier("01067", 1067) },
        { "an identifier as a number", Whole, Cell.FromIdentifier("00042", 42) },
        { "a date that is shown by a number's format", Date, Cell.FromIdentifier("2024-02-29", 20240229) },
        { "a long number in a column of decimals", Number, Cell.FromNumber(1.5e20) },
        { "a number for a pattern", Text with { Pattern = "[0-9]{2}" }, Cell.FromNumber(12) },
        { "an allowed text without case and blanks", Text with { Allowed = ["Germany", "France"] }, Cell.FromText(" gerMANY ") },
        { "an allowed number", Whole with { Allowed = ["1", "2"] }, Cell.FromText("2.0") },
        { "an optional cell that is empty", Whole, Cell.Empty },
        { "an optional cell that is blank", Date, Cell.FromText("  ") },
        { "a whole number", Whole, Cell.FromNumber(1000) },
        { "a whole text", Whole, Cell.FromText(" -5 ") },
        { "a whole number with a decimal point", Whole, Cell.FromText("7.00") },
        { "a decimal number", Number, Cell.FromNumber(12.5) },
        { "a decimal text", Number, Cell.FromText("-0012.50") },
        { "a text with an exponent", Number, Cell.FromText("1.5e6") },
        { "a text of many digits", Number, Cell.FromText("123456789012345678901234567890123456789") },
        { "a date", Date, Cell.FromDate(45351.5) },
        { "a date as text", Date, Cell.FromText(" 2024-02-29 ") },
        { "a date and time as text", Date, Cell.FromText("2024-12-31T23:59:59Z") },
        { "a date and time with a blank", Date, Cell.FromText("2024-12-31 23:59") },
        { "a boolean", Bool, Cell.FromBoolean(false) },
        { "a boolean as text", Bool, Cell.FromText(" Yes ") },
        { "a boolean as number", Bool, Cell.FromNumber(0) },
        { "an address", Email, Cell.FromText(" ada@example.com ") },
    };

    public static TheoryData<ColumnDefinition, Cell, string> Invalid => new()
    {
        { Text with { Required = true }, Cell.Empty, "a value is required" },
        { Text with { Required = true }, Cell.FromText(" \t "), "a value is required" },
        { Text, Cell.FromError("#N/A"), "\"#N/A\" is a spreadsheet error, not a value" },
        { Text, Cell.Uncalculated, "the formula has no result, because no program has calculated it: open the file in a spreadsheet program, save it and drop it again" },
        { Text, Cell.FromNumber(123456789012345678), "\"1.2345678901234568E+17\" is a number of more than 15 digits, of which a spreadsheet keeps only the first 15: the digits behind them are lost. Format the column as text and enter the value again" },
        { Whole, Cell.FromNumber(-1e15), "\"-1000000000000000\" is a number of more than 15 digits, of which a spreadsheet keeps only the first 15: the digits behind them are lost. Format the column as text and enter the value again" },
        { Whole with { Max = "10" }, Cell.FromIdentifier("00042", 42), "\"00042\" is greater than 10, the greatest value allowed" },
        { Text with { Pattern = "[a-c]+" }, Cell.FromText("abcd"), "\"abcd\" does not match the pattern [a-c]+" },
        { Text with { Pattern = "a|b" }, Cell.FromText("ax"), "\"ax\" does not match the pattern a|b" },
        { Text with { Pattern = "a" }, Cell.FromText("a\n"), "\"a\" does not match the pattern a" },
        { Text with { Allowed = ["x", "y"] }, Cell.FromText("z"), "\"z\" is not one of x, y" },
        { Text with { Allowed = [.. Enumerable.Range(1, 12).Select(i => $"v{i}")] }, Cell.FromText("z"), "\"z\" is not one of v1, v2, v3, v4, v5, v6, v7, v8, v9, v10 … (12 values in all)" },
        { Whole with { Allowed = ["1", "2"] }, Cell.FromNumber(3), "\"3\" is not one of 1, 2" },
        { Whole, Cell.FromText("12x"), "\"12x\" is not a whole number" },
        { Whole, Cell.FromText("1,000"), "\"1,000\" is not a whole number" },
        { Whole, Cell.FromText("12.5"), "\"12.5\" has a fraction, but a whole number is required" },
        { Whole, Cell.FromNumber(12.5), "\"12.5\" has a fraction, but a whole number is required" },
        { Whole, Cell.FromNumber(-6), "\"-6\" is less than -5, the least value allowed" },
        { Whole, Cell.FromText("1001"), "\"1001\" is greater than 1000, the greatest value allowed" },
        { Whole, Cell.FromText("1e300"), "\"1e300\" is greater than 1000, the greatest value allowed" },
        { Whole, Cell.FromBoolean(true), "\"TRUE\" is not a whole number" },
        { Number, Cell.FromText("12,50"), "\"12,50\" is not a number" },
        { Number, Cell.FromText("NaN"), "\"NaN\" is not a number" },
        { Number, Cell.FromText("1e999"), "\"1e999\" is not a number" },
        { Number, Cell.FromDate(45351), "\"2024-02-29\" is not a number" },
        { Date, Cell.FromText("29.02.2024"), "\"29.02.2024\" is not a date like 2024-12-31" },
        { Date, Cell.FromText("2023-02-29"), "\"2023-02-29\" is not a date like 2024-12-31" },
        { Date, Cell.FromNumber(45351), "\"45351\" is a number, not a date: format the cell as a date" },
        { Date, Cell.FromDate(0.5), "\"12:00:00\" is a time without a date" },
        { Date, Cell.FromText("2019-12-31"), "\"2019-12-31\" is before 2020-01-01, the first date allowed" },
        { Date, Cell.FromText("2025-01-01T00:00"), "\"2025-01-01T00:00\" is after 2024-12-31, the last date allowed" },
        { Date with { Max = "2024-12-31T12:00" }, Cell.FromText("2024-12-31T12:01"), "\"2024-12-31T12:01\" is after 2024-12-31T12:00, the last date allowed" },
        { Bool, Cell.FromText("maybe"), "\"maybe\" is neither yes nor no (allowed: yes, no, true, false, 1, 0)" },
        { Bool, Cell.FromNumber(2), "\"2\" is neither yes nor no (allowed: yes, no, true, false, 1, 0)" },
        { Email, Cell.FromText("ada"), "\"ada\" is not an e-mail address" },
        { Email, Cell.FromNumber(7), "\"7\" is not an e-mail address" },
        { Email with { Pattern = ".*@example\\.com" }, Cell.FromText("a@example.org"), "\"a@example.org\" does not match the pattern .*@example\\.com" },
        { Number, Cell.FromText(new string('9', 50) + "x"), $"\"{new string('9', 40)}…\" is not a number" },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_value_that_keeps_the_rules_is_valid(string what, ColumnDefinition column, Cell cell)
    {
        Assert.NotEmpty(what);
        Assert.Empty(Validate(column, cell));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_value_that_breaks_a_rule_is_told_so_in_plain_words(ColumnDefinition column, Cell cell, string message) =>
        Assert.Equal([new RowError(0, message)], Validate(column, cell));

    [Fact]
    public void A_row_can_have_several_errors_one_a_cell_in_column_order()
    {
        var definition = Definition(Number with { Name = "Amount", Required = true }, Email with { Name = "Mail", Pattern = "x" });
        var validator = RowValidator.Bind(definition, ["Mail", "Other", "Amount"]);

        Assert.Equal(
            [new RowError(0, "\"nobody\" is not an e-mail address"), new RowError(2, "a value is required")],
            validator.Validate([Cell.FromText("nobody"), Cell.FromError("#REF!"), Cell.Empty]));
    }

    [Fact]
    public void A_valid_row_of_texts_and_numbers_costs_no_allocation()
    {
        var validator = RowValidator.Bind(Definition(
            Text with { Name = "A", Required = true, Pattern = "[a-z]+" }, Text with { Name = "B", Allowed = ["x", "y"] },
            Number with { Name = "D", Min = "0" }, Whole with { Name = "E" }, Date with { Name = "F" }, Email with { Name = "G" }, Bool with { Name = "H" }), ["A", "B", "D", "E", "F", "G", "H"]);
        Cell[] row = [Cell.FromText("abc"), Cell.FromText(" X "), Cell.FromText("12.50"), Cell.FromNumber(3), Cell.FromText("2024-02-29"), Cell.FromText("ada@example.com"), Cell.FromText("no")];
        for (var i = 0; i < 200; i++)
        {
            Assert.Empty(validator.Validate(row));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var errors = 0;
        for (var i = 0; i < 1_000; i++)
        {
            errors += validator.Validate(row).Count;
        }

        Assert.Equal((0, 0), (errors, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    [Fact]
    public void Columns_are_found_by_name_or_alias_without_case_and_blanks()
    {
        var validator = RowValidator.Bind(Definition(Whole with { Name = "Customer id", Aliases = ["No."] }), ["x", " no. "]);

        Assert.Equal(1, Assert.Single(validator.Validate([Cell.FromText("x"), Cell.FromText("x")])).Column);
        Assert.Single(RowValidator.Bind(Definition(Whole with { Name = "Customer id" }), ["CUSTOMER  ID"]).Validate([Cell.FromText("x")]));
    }

    [Fact]
    public void A_missing_required_column_is_named_with_its_aliases_and_the_header_found()
    {
        var refusal = Assert.Throws<RejectedException>(() => RowValidator.Bind(
            Definition(Text with { Name = "Id", Required = true, Aliases = ["No."] }, Text with { Name = "Mail", Required = true }, Text with { Name = "Note" }), ["Name", "Phone"]));

        Assert.Equal("missing-column", refusal.Code);
        Assert.Equal("The header lacks the columns \"Id\" (or \"No.\"), \"Mail\", which the definition d requires. It has: \"Name\", \"Phone\". Add the column or rename the one that is meant.", refusal.Message);
    }

    [Fact]
    public void Two_columns_of_the_header_that_are_the_same_one_are_refused()
    {
        var refusal = Assert.Throws<RejectedException>(() => RowValidator.Bind(Definition(Text with { Name = "Id", Aliases = ["No."] }), ["No.", "Name", "ID"]));

        Assert.Equal("ambiguous-column", refusal.Code);
        Assert.Equal("The columns \"No.\" (A) and \"ID\" (C) both mean \"Id\" of the definition d. Remove one of them, or rename it.", refusal.Message);
    }

    [Theory]
    [InlineData("Id,Name,Other", true, 2)]
    [InlineData("Id", true, 1)]
    [InlineData("Name,Other", false, 1)]
    [InlineData("Other", false, 0)]
    [InlineData("Id,No.", false, 1)]
    public void A_definition_fits_a_header_with_all_it_requires(string header, bool fits, int matched)
    {
        var definition = Definition(Text with { Name = "Id", Required = true, Aliases = ["No."] }, Text with { Name = "Name" });

        Assert.Equal(fits, RowValidator.Fits(definition, header.Split(','), out var found));
        Assert.Equal(matched, found);
    }

    [Fact]
    public void The_open_definition_accepts_every_row_and_fits_no_header()
    {
        Assert.Empty(RowValidator.Bind(ImportDefinition.Open, ["A"]).Validate([Cell.FromError("#N/A")]));
        Assert.False(RowValidator.Fits(ImportDefinition.Open, ["A"], out _));
    }

    [Theory]
    [InlineData(ColumnType.Decimal, "12.50", 12.5)]
    [InlineData(ColumnType.Decimal, " -0.5 ", -0.5)]
    [InlineData(ColumnType.Decimal, "1e3", 1000d)]
    [InlineData(ColumnType.Integer, "0", 0d)]
    [InlineData(ColumnType.Integer, "123456789012345", 123456789012345d)]
    public void A_number_as_text_becomes_a_number(ColumnType type, string text, double number) =>
        Assert.Equal(Cell.FromNumber(number), Convert(type, Cell.FromText(text)));

    [Theory]
    [InlineData(ColumnType.Integer, "007")]
    [InlineData(ColumnType.Integer, "-007")]
    [InlineData(ColumnType.Decimal, "00.5")]
    [InlineData(ColumnType.Integer, "+49")]
    [InlineData(ColumnType.Integer, "1234567890123456")]
    [InlineData(ColumnType.Decimal, "0.1234567890123456")]
    [InlineData(ColumnType.Decimal, "twelve")]
    [InlineData(ColumnType.Decimal, "1e999")]
    [InlineData(ColumnType.Text, "12")]
    [InlineData(ColumnType.Text, " 2024-02-29 ")]
    [InlineData(ColumnType.Email, " ada@example.com ")]
    [InlineData(ColumnType.Date, "2024-02-29T12:00:00Z")]
    [InlineData(ColumnType.Date, "1850-01-01")]
    [InlineData(ColumnType.Date, "soon")]
    [InlineData(ColumnType.Boolean, "maybe")]
    public void What_would_lose_something_or_does_not_fit_stays_as_it_is(ColumnType type, string text) =>
        Assert.Equal(Cell.FromText(text), Convert(type, Cell.FromText(text)));

    [Fact]
    public void Dates_and_booleans_as_text_become_what_they_are()
    {
        Assert.Equal(Cell.FromDate(45351), Convert(ColumnType.Date, Cell.FromText("2024-02-29")));
        Assert.Equal(Cell.FromDate(45351.5), Convert(ColumnType.Date, Cell.FromText("2024-02-29T12:00")));
        Assert.Equal(Cell.FromBoolean(true), Convert(ColumnType.Boolean, Cell.FromText("YES")));
        Assert.Equal(Cell.FromBoolean(false), Convert(ColumnType.Boolean, Cell.FromText("0")));
    }

    [Fact]
    public void An_identifier_becomes_a_number_where_numbers_are_wanted_and_the_text_it_shows_elsewhere()
    {
        var cell = Cell.FromIdentifier("00042", 42);

        Assert.Equal(Cell.FromNumber(42), Convert(ColumnType.Integer, cell));
        Assert.Equal(Cell.FromNumber(42), Convert(ColumnType.Decimal, cell));
        Assert.Equal(Cell.FromText("00042"), Convert(ColumnType.Text, cell));
        Assert.Equal(Cell.FromText("00042"), RowValidator.Bind(Definition(Number), ["C", "Other"]).Convert(1, cell));
    }

    [Fact]
    public void A_formula_without_a_result_is_an_error_in_any_column() =>
        Assert.Equal([0, 1], RowValidator.Bind(Definition(Number), ["C", "Other"]).Validate([Cell.Uncalculated, Cell.Uncalculated]).Select(error => error.Column));

    [Fact]
    public void Cells_of_other_columns_stay_as_they_are() =>
        Assert.Equal(Cell.FromText("1"), RowValidator.Bind(Definition(Number), ["C", "Other"]).Convert(1, Cell.FromText("1")));

    private static Cell Convert(ColumnType type, Cell cell) => RowValidator.Bind(Definition(new ColumnDefinition { Name = "C", Type = type }), ["C"]).Convert(0, cell);

    private static IReadOnlyList<RowError> Validate(ColumnDefinition column, Cell cell) => RowValidator.Bind(Definition(column), ["C"]).Validate([cell]);

    private static ImportDefinition Definition(params ColumnDefinition[] columns) => new() { Name = "d", Columns = columns };
}
