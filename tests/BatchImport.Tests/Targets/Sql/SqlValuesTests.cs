using BatchImport.Spreadsheets;
using BatchImport.Targets.Sql;

namespace BatchImport.Tests.Targets.Sql;

public sealed class SqlValuesTests
{
    private static readonly SqlColumn Text = new("name", SqlType.Text, "text", "text");
    private static readonly SqlColumn Short = new("small", SqlType.Integer, "int2", "smallint") { Least = short.MinValue, Greatest = short.MaxValue };
    private static readonly SqlColumn Long = new("big", SqlType.Integer, "int8", "bigint");
    private static readonly SqlColumn Amount = new("amount", SqlType.Decimal, "numeric", "numeric(8,2)") { Precision = 8, Scale = 2 };
    private static readonly SqlColumn Date = new("day", SqlType.Date, "date", "date");
    private static readonly SqlColumn Timestamp = new("at", SqlType.Timestamp, "timestamp", "timestamp without time zone");
    private static readonly SqlColumn Instant = new("at", SqlType.Instant, "timestamptz", "timestamp with time zone");

    [Fact]
    public void Values_are_written_as_the_column_holds_them()
    {
        Assert.Equal("12", Value(Cell.FromNumber(12), Short));
        Assert.Equal("7", Value(Cell.FromText("007"), Short));
        Assert.Equal("1", Value(Cell.FromBoolean(true), Short));
        Assert.Equal("9007199254740993", Value(Cell.FromText("9007199254740993"), Long));
        Assert.Equal("1.5", Value(Cell.FromNumber(1.5), Amount));
        Assert.Equal("0.3", Value(Cell.FromNumber(0.1 + 0.2), Amount));
        Assert.Equal("1.50", Value(Cell.FromText("1.50"), Text));
        Assert.Equal("1.5", Value(Cell.FromText("1.500"), Amount));
        Assert.Equal("100", Value(Cell.FromText("1e2"), Amount));
        Assert.Equal("0.1", Value(Cell.FromNumber(0.1), new SqlColumn("real", SqlType.Real, "float8", "double precision")));
        Assert.Equal("1", Value(Cell.FromBoolean(true), new SqlColumn("flag", SqlType.Boolean, "bool", "boolean")));
        Assert.Equal("2024-02-29", Value(Cell.FromDate(45_351), Date));
        Assert.Equal("2024-02-29T12:00:00", Value(Cell.FromDate(45_351.5), Timestamp));
        Assert.Equal("2024-02-29T12:00:00+00:00", Value(Cell.FromDate(45_351.5), Instant));
        Assert.Equal("2024-02-29T12:00:00+02:00", Value(Cell.FromText("2024-02-29T12:00:00+02:00"), Instant));
        Assert.Equal("13:45:00", Value(Cell.FromDate((13.75) / 24), new SqlColumn("time", SqlType.Time, "time", "time")));
        Assert.Equal("2024-02-29", Value(Cell.FromDate(45_351), Text));
        Assert.Null(Value(Cell.Empty, Amount));
        Assert.Null(Value(Cell.FromText("  "), Date));
        Assert.Equal("  ", Value(Cell.FromText("  "), Text));
    }

    [Theory]
    [InlineData("40000", "is out of range; the column small of the table holds -32768 to 32767")]
    [InlineData("1.5", "is not a whole number; the column small of the table is smallint")]
    [InlineData("one", "is not a whole number")]
    public void A_whole_number_that_does_not_fit_is_refused(string value, string problem) => Assert.Contains(problem, Problem(Cell.FromText(value), Short), StringComparison.Ordinal);

    [Theory]
    [InlineData("1.239", "has 3 decimals; the column amount of the table holds 2")]
    [InlineData("1000000", "is out of range; the column amount of the table is numeric(8,2)")]
    [InlineData("0.12345678901234567890123456789", "has more than 28 digits")]
    [InlineData("NaN", "is not a number")]
    public void A_number_that_the_column_would_round_or_not_hold_is_refused(string value, string problem) =>
        Assert.Contains(problem, Problem(Cell.FromText(value), Amount), StringComparison.Ordinal);

    [Fact]
    public void A_date_that_the_column_would_cut_is_refused()
    {
        Assert.Equal("\"2024-02-29T12:00:00\" has a time of day, which the column day of the table (date) does not hold", Problem(Cell.FromDate(45_351.5), Date));
        Assert.Contains("has an offset from UTC", Problem(Cell.FromText("2024-02-29T12:00:00+02:00"), Timestamp), StringComparison.Ordinal);
        Assert.Contains("is not a date", Problem(Cell.FromNumber(45_351), Date), StringComparison.Ordinal);
        Assert.Contains("is not a date", Problem(Cell.FromText("02/03/2024"), Date), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_too_long_or_cannot_be_stored_is_refused()
    {
        var limited = Text with { MaxLength = 3 };

        Assert.Equal("😀😀😀", Value(Cell.FromText("😀😀😀"), limited));
        Assert.Equal("\"abcd\" has 4 characters; the column name of the table holds 3", Problem(Cell.FromText("abcd"), limited));
        Assert.Contains("has 6 characters", Problem(Cell.FromText("😀😀😀"), limited with { CountsUtf16 = true }), StringComparison.Ordinal);
        Assert.Contains("has a character that no database stores", Problem(Cell.FromText("a\0b"), Text), StringComparison.Ordinal);
        Assert.Contains("has a character that no database stores", Problem(Cell.FromText("a\ud83d"), Text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_and_a_column_without_null_need_a_value()
    {
        Assert.Equal("is empty, and the key of the row needs it", SqlValues.Convert(Cell.Empty, Text, isKey: true, out _));
        Assert.Equal("is empty, and the column name of the table must have a value", Problem(Cell.Empty, Text with { IsNullable = false }));
    }

    private static string? Value(Cell cell, SqlColumn column)
    {
        Assert.Null(SqlValues.Convert(cell, column, isKey: false, out var text));
        return text;
    }

    private static string Problem(Cell cell, SqlColumn column) => Assert.IsType<string>(SqlValues.Convert(cell, column, isKey: false, out _));
}
