using BatchImport.Workbooks;

namespace BatchImport.Tests.Workbooks;

public sealed class WorkbookFileNameTests
{
    [Theory]
    [InlineData("customers.xlsx", "customers-result.xlsx")]
    [InlineData("Kunden Größe.csv", "Kunden Größe-result.xlsx")]
    [InlineData("a:b\"c\r\n?.xlsx", "a_b_c___-result.xlsx")]
    [InlineData("noextension", "noextension-result.xlsx")]
    public void It_is_the_files_name_without_what_a_system_refuses(string fileName, string expected) => Assert.Equal(expected, WorkbookFileName.For(fileName));

    [Fact]
    public void Long_names_are_cut_between_characters() =>
        Assert.Equal(new string('x', 99) + "-result.xlsx", WorkbookFileName.For(new string('x', 99) + "😀.xlsx"));
}
