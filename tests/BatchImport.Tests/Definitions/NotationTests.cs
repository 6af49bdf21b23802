using System.Globalization;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using CsCheck;

namespace BatchImport.Tests.Definitions;

/// <summary>Values typed as text, in the notations of different locales.</summary>
public sealed class NotationTests
{
    [Theory]
    [InlineData("de", "1.234.567,89", 1234567.89)]
    [InlineData("de", "-12,5", -12.5)]
    [InlineData("de", "1234,5", 1234.5)]
    [InlineData("de", "7", 7)]
    [InlineData("en-US", "1,234.5", 1234.5)]
    [InlineData("fr", "1 234,5", 1234.5)]
    [InlineData("fr", "1\u202F234\u202F567,5", 1234567.5)]
    [InlineData("sv", "1\u00A0234,5", 1234.5)]
    [InlineData("de-CH", "1'234.5", 1234.5)]
    [InlineData("de-CH", "1’234.5", 1234.5)]
    [InlineData("de", "1,5e3", 1500)]
    [InlineData("de", "1.234,50-", -1234.5)]
    [InlineData("de", "\u22125,25", -5.25)]
    [InlineData("de", "- 7,00", -7)]
    [InlineData("de", "1.234,50- €", -1234.5)]
    [InlineData("de", "EUR 12,00-", -12)]
    [InlineData("en-US", "($1,234.50)", -1234.5)]
    [InlineData("en-US", "$(8.00)", -8)]
    [InlineData("en-US", "(5.25)", -5.25)]
    [InlineData("en-GB", "-£3.00", -3)]
    [InlineData("fr", "1 234,50 €", 1234.5)]
    public void A_number_in_the_locales_notation_is_a_number(string locale, string text, double number)
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, Locale = locale };

        Assert.Empty(Bind(column).Validate([Cell.FromText(text)]));
        Assert.Equal(Cell.FromNumber(number), Bind(column).Convert(0, Cell.FromText(text)));
    }

    [Theory]
    [InlineData("de", "1.5", "\"1.5\" is not a number like 1.234,5")]
    [InlineData("de", "1.23.456", "\"1.23.456\" is not a number like 1.234,5")]
    [InlineData("de", "1234.567", "\"1234.567\" is not a number like 1.234,5")]
    [InlineData("de", ".123", "\".123\" is not a number like 1.234,5")]
    [InlineData("de", "1,2,3", "\"1,2,3\" is not a number like 1.234,5")]
    [InlineData("de", "1,234.5", "\"1,234.5\" is not a number like 1.234,5")]
    [InlineData("en-US", "1.234,5", "\"1.234,5\" is not a number like 1,234.5")]
    [InlineData("de", "(12,00)", "\"(12,00)\" is not a number like 1.234,5")]
    [InlineData("de", "-5-", "\"-5-\" is not a number like 1.234,5")]
    [InlineData("de", "-", "\"-\" is not a number like 1.234,5")]
    [InlineData("de", "$5", "\"$5\" is not a number like 1.234,5")]
    [InlineData("en-US", "(-5)", "\"(-5)\" is not a number like 1,234.5")]
    [InlineData("en-US", "()", "\"()\" is not a number like 1,234.5")]
    [InlineData("de-AT", "1.234 567", "\"1.234 567\" is not a number like 1.234,5")]
    public void A_number_in_another_notation_is_told_rather_than_guessed(string locale, string text, string message)
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, Locale = locale };

        Assert.Equal(message, Assert.Single(Bind(column).Validate([Cell.FromText(text)])).Message);
        Assert.Equal(Cell.FromText(text), Bind(column).Convert(0, Cell.FromText(text)));
    }

    [Theory]
    [InlineData("\u22125.25", -5.25)]
    [InlineData("(5.25)", -5.25)]
    [InlineData("- 5.25", -5.25)]
    public void Without_a_locale_the_column_says_how_negative_numbers_are_written(string text, double number)
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, Negative = [NegativeForms.Parentheses] };

        Assert.Equal(Cell.FromNumber(number), Bind(column).Convert(0, Cell.FromText(text)));
        Assert.Single(Bind(column).Validate([Cell.FromText("5.25-")]));
    }

    [Theory]
    [InlineData("12,5 %", 0.125)]
    [InlineData("-3%", -0.03)]
    [InlineData("1.234\u00A0%", 12.34)]
    [InlineData("1e2%", 1)]
    [InlineData("1.234,50 €", 1234.5)]
    [InlineData("€1.234,50", 1234.5)]
    [InlineData("-€ 5", -5)]
    [InlineData("€ -5", -5)]
    [InlineData("5eur", 5)]
    [InlineData("US$ 5", 5)]
    public void A_number_may_have_a_percent_sign_or_a_unit_of_the_column(string text, double number)
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, Locale = "de", Units = ["€", "EUR", "US$"] };

        Assert.Empty(Bind(column).Validate([Cell.FromText(text)]));
        Assert.Equal(Cell.FromNumber(number), Bind(column).Convert(0, Cell.FromText(text)));
    }

    [Theory]
    [InlineData("5 $")]
    [InlineData("5 € €")]
    [InlineData("€ 5 %")]
    [InlineData("5 %%")]
    [InlineData("€")]
    [InlineData("%")]
    [InlineData("-€-5")]
    public void What_stands_beside_a_number_and_is_neither_is_told(string text)
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, Units = ["€"] };

        Assert.Equal($"\"{text}\" is not a number", Assert.Single(Bind(column).Validate([Cell.FromText(text)])).Message);
        Assert.Equal(Cell.FromText(text), Bind(column).Convert(0, Cell.FromText(text)));
    }

    [Fact]
    public void A_column_can_say_its_separators_itself()
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, DecimalSeparator = ",", ThousandsSeparator = " " };

        Assert.Equal(Cell.FromNumber(1234.5), Bind(column).Convert(0, Cell.FromText("1 234,5")));
        Assert.Equal(Cell.FromNumber(1234.5), Bind(column with { ThousandsSeparator = null }).Convert(0, Cell.FromText("1234,5")));
        Assert.NotEmpty(Bind(column with { ThousandsSeparator = null }).Validate([Cell.FromText("1 234,5")]));
    }

    [Fact]
    public void Bounds_are_in_invariant_notation_whatever_the_locale() =>
        Assert.Equal("\"1.234,5\" is greater than 1000.5, the greatest value allowed", Assert.Single(Bind(
            new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, Locale = "de", Max = "1000.5" }).Validate([Cell.FromText("1.234,5")])).Message);

    [Theory]
    [InlineData("de", "29.2.2024")]
    [InlineData("de", "29.02.2024")]
    [InlineData("de", "2024-02-29")]
    [InlineData("en-GB", "29/02/2024")]
    [InlineData("en-US", "2/29/2024")]
    [InlineData("fr", "29-02-2024")]
    public void A_date_in_the_locales_order_is_a_date(string locale, string text) =>
        Assert.Equal(Cell.FromDate(45351), Bind(new ColumnDefinition { Name = "C", Type = ColumnType.Date, Locale = locale }).Convert(0, Cell.FromText(text)));

    [Theory]
    [InlineData("en-US", "29/2/2024", "\"29/2/2024\" is not a date like 12/31/2024")]
    [InlineData("de", "2.29.2024", "\"2.29.2024\" is not a date like 31.12.2024")]
    [InlineData("sv", "29.2.2024", "\"29.2.2024\" is not a date like 2024-12-31")]
    [InlineData("de", "29.2.24", "\"29.2.24\" is not a date like 31.12.2024")]
    public void A_date_in_another_order_is_told(string locale, string text, string message)
    {
        // The example shows the first of the accepted separators.
        var errors = Bind(new ColumnDefinition { Name = "C", Type = ColumnType.Date, Locale = locale }).Validate([Cell.FromText(text)]);
        Assert.Equal(message.Replace("12/31/2024", "12.31.2024", StringComparison.Ordinal), Assert.Single(errors).Message);
    }

    [Fact]
    public void A_column_can_say_its_date_formats_itself()
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Date, Formats = ["dd MMM yyyy", "yyyyMMdd"] };

        Assert.Equal(Cell.FromDate(45351), Bind(column).Convert(0, Cell.FromText("29 Feb 2024")));
        Assert.Equal(Cell.FromDate(45351), Bind(column).Convert(0, Cell.FromText("20240229")));
        Assert.Equal("\"29.02.2024\" is not a date like 31 Dec 2024", Assert.Single(Bind(column).Validate([Cell.FromText("29.02.2024")])).Message);
    }

    [Fact]
    public void A_column_can_say_what_comes_first_in_a_date()
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Date, Locale = "en-US", DayFirst = true };

        Assert.Equal(Cell.FromDate(45293), Bind(column).Convert(0, Cell.FromText("2/1/2024")));
        Assert.Equal(Cell.FromDate(45323.5), Bind(column with { DayFirst = null }).Convert(0, Cell.FromText("2/1/2024 12:00")));
    }

    [Theory]
    [InlineData("de", "Ja", true)]
    [InlineData("de", "FALSCH", false)]
    [InlineData("fr", "vrai", true)]
    [InlineData("pl", "nie", false)]
    [InlineData("es", "Sí", true)]
    [InlineData("de", "x", true)]
    [InlineData("de", "-", false)]
    [InlineData("de", "yes", true)]
    public void A_word_of_the_locale_or_the_column_is_a_boolean(string locale, string text, bool value)
    {
        var column = new ColumnDefinition { Name = "C", Type = ColumnType.Boolean, Locale = locale, TrueWords = ["X"], FalseWords = ["-"] };

        Assert.Equal(Cell.FromBoolean(value), Bind(column).Convert(0, Cell.FromText(text)));
    }

    [Fact]
    public void Words_that_are_none_are_told_with_those_there_are() =>
        Assert.Equal("\"oui\" is neither yes nor no (allowed: yes, no, true, false, 1, 0, ja, nein, wahr, falsch)", Assert.Single(
            Bind(new ColumnDefinition { Name = "C", Type = ColumnType.Boolean, Locale = "de" }).Validate([Cell.FromText("oui")])).Message);

    [Fact]
    public void Any_number_written_in_any_locale_reads_back_the_same() =>
        Gen.Select(Gen.Decimal[-1e9m, 1e9m], Gen.Int[0, 4], Gen.Int[0, Locales.Names.Count() - 1].Select(Locales.Names.ElementAt)).Sample(
            (number, digits, name) =>
            {
                var locale = Locales.Find(name)!;
                var format = new NumberFormatInfo { NumberDecimalSeparator = locale.Decimal.ToString(), NumberGroupSeparator = locale.Thousands[..1], NumberDecimalDigits = digits };
                var rounded = Math.Round(number, digits);

                var column = new ColumnDefinition { Name = "C", Type = ColumnType.Decimal, Locale = name };
                Assert.Equal(Cell.FromNumber((double)rounded), Bind(column).Convert(0, Cell.FromText(rounded.ToString("N", format))));
            },
            seed: "0000KOPWh5q2", iter: 2_000);

    private static RowValidator Bind(ColumnDefinition column) => RowValidator.Bind(new ImportDefinition { Name = "d", Columns = [column] }, ["C"]);
}
