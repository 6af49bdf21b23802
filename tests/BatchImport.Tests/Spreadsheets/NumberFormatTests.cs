using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Tests.Spreadsheets;

public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("General", NumberFormatKind.Number)]
    [InlineData("0.00", NumberFormatKind.Number)]
    [InlineData("#,##0.00 [$EUR-407];[Red]-#,##0.00 [$EUR-407]", NumberFormatKind.Number)]
    [InlineData("_-* #,##0.00\\ \"Dh\"_-", NumberFormatKind.Number)]
    [InlineData("0.00E+00", NumberFormatKind.Number)]
    [InlineData("0%", NumberFormatKind.Number)]
    [InlineData("@", NumberFormatKind.Number)]
    [InlineData("\"Day\" 0", NumberFormatKind.Number)]
    [InlineData("0;d", NumberFormatKind.Number)]
    [InlineData("\"unclosed d", NumberFormatKind.Number)]
    [InlineData("[unclosed d", NumberFormatKind.Number)]
    [InlineData("[Blue]0", NumberFormatKind.Number)]
    [InlineData("yyyy-mm-dd", NumberFormatKind.Date)]
    [InlineData("DD.MM.YYYY", NumberFormatKind.Date)]
    [InlineData("[$-409]mmmm\\ yy;@", NumberFormatKind.Date)]
    [InlineData("mmm", NumberFormatKind.Date)]
    [InlineData("m/d/yy h:mm", NumberFormatKind.Date)]
    [InlineData("[$-411]ge.m.d", NumberFormatKind.Date)]
    [InlineData("h:mm", NumberFormatKind.Time)]
    [InlineData("mm:ss.0", NumberFormatKind.Time)]
    [InlineData("h AM/PM", NumberFormatKind.Time)]
    [InlineData("[h]:mm:ss", NumberFormatKind.Duration)]
    [InlineData("[mm]:ss", NumberFormatKind.Duration)]
    public void A_format_code_says_what_it_shows(string code, object kind) => Assert.Equal(kind, NumberFormat.OfCode(code));

    [Theory]
    [InlineData(0, NumberFormatKind.Number)]
    [InlineData(9, NumberFormatKind.Number)]
    [InlineData(14, NumberFormatKind.Date)]
    [InlineData(20, NumberFormatKind.Time)]
    [InlineData(22, NumberFormatKind.Date)]
    [InlineData(44, NumberFormatKind.Number)]
    [InlineData(46, NumberFormatKind.Duration)]
    [InlineData(47, NumberFormatKind.Time)]
    [InlineData(49, NumberFormatKind.Number)]
    [InlineData(57, NumberFormatKind.Date)]
    public void A_built_in_format_needs_no_code(int id, object kind) => Assert.Equal(kind, NumberFormat.OfBuiltIn(id));
}
