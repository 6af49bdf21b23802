using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

public sealed class CellTextTests
{
    [Theory]
    [InlineData(12d, "12")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0.30000000000000004, "0.3")]
    [InlineData(123456789012345d, "123456789012345")]
    [InlineData(1e20, "1E+20")]
    [InlineData(1e-12, "1E-12")]
    [InlineData(0.00001, "0.00001")]
    public void A_number_is_shown_with_15_digits(double number, string text) => Assert.Equal(text, CellText.Format(Cell.FromNumber(number)));

    [Theory]
    [InlineData(45351, "2024-02-29")]
    [InlineData(45351.5, "2024-02-29T12:00:00")]
    [InlineData(0.75, "18:00:00")]
    [InlineData(1, "1900-01-01")]
    [InlineData(59, "1900-02-28")]
    [InlineData(60, "60")]
    [InlineData(61, "1900-03-01")]
    [InlineData(2958465, "9999-12-31")]
    public void A_date_is_shown_in_ISO_8601(double serial, string text) => Assert.Equal(text, CellText.Format(Cell.FromDate(serial)));

    [Fact]
    public void Dates_become_serials_and_back()
    {
        for (var date = new DateTime(1900, 1, 1); date.Year < 2100; date = date.AddDays(17).AddMinutes(61))
        {
            var back = SerialDate.ToDateTime(SerialDate.FromDateTime(date)!.Value)!.Value;
            Assert.InRange((back - date).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        }

        Assert.Null(SerialDate.FromDateTime(new DateTime(1899, 12, 31)));
    }

    [Fact]
    public void A_long_value_is_cut_and_kept_on_one_line()
    {
        Assert.Equal("\"a b\"", CellText.Quote(" a\nb "));
        Assert.Equal($"\"{new string('x', 40)}…\"", CellText.Quote(new string('x', 41)));
        Assert.Equal($"\"{new string('x', 39)}…\"", CellText.Quote(new string('x', 39) + "\U0001F600 and more"));
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(701, "ZZ")]
    [InlineData(702, "AAA")]
    [InlineData(16_383, "XFD")]
    public void Columns_are_named_by_letters(int index, string name)
    {
        Assert.Equal(name, ColumnName.FromIndex(index));
        Assert.Equal(index, ColumnName.IndexIn(name + "12"));
        Assert.Equal(index, ColumnName.IndexIn(name.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("XFE1")]
    [InlineData("AAAA1")]
    [InlineData("ß1")]
    public void What_is_no_reference_names_no_column(string reference) => Assert.Equal(-1, ColumnName.IndexIn(reference));
}
