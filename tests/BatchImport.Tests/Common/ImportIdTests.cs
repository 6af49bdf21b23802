using BatchImport.Common;

namespace BatchImport.Tests.Common;

public sealed class ImportIdTests
{
    [Fact]
    public void The_same_version_has_the_same_id_with_and_without_the_quotes_of_its_etag()
    {
        Assert.Equal(ImportId.For("imports", "a/b.xlsx", "\"0x8D\""), ImportId.For("imports", "a/b.xlsx", "0x8D"));
    }

    [Theory]
    [InlineData("imports", "a/b.xlsx", "0x8E")]
    [InlineData("imports", "a/c.xlsx", "0x8D")]
    [InlineData("other", "a/b.xlsx", "0x8D")]
    public void Another_version_blob_or_container_has_another_id(string container, string name, string eTag)
    {
        Assert.NotEqual(ImportId.For("imports", "a/b.xlsx", "0x8D"), ImportId.For(container, name, eTag));
    }

    [Fact]
    public void An_id_names_neither_the_file_nor_its_folder_and_stays_the_same_across_versions_of_this_product()
    {
        var id = ImportId.For("imports", "ada@example.com/customers.xlsx", "0x8DCE0D6B2A4F5E0");

        Assert.Equal("8786e88a5772e299b42d720d7e91c36a", id);
        Assert.True(ImportId.IsValid(id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("8786e88a5772e299b42d720d7e91c36")]
    [InlineData("8786E88A5772E299B42D720D7E91C36A")]
    [InlineData("8786e88a5772e299b42d720d7e91c36/")]
    public void What_has_not_the_form_of_an_id_is_none(string? text) => Assert.False(ImportId.IsValid(text));
}
