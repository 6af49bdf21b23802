using BatchImport.Common;

namespace BatchImport.Tests.Common;

public sealed class MetadataTextTests
{
    [Theory]
    [InlineData("ada@example.com", "ada@example.com")]
    [InlineData("jörg@münchen.de", "j%C3%B6rg@m%C3%BCnchen.de")]
    [InlineData("a%20b%x@example.com", "a%20b%x@example.com")]
    [InlineData("日本@例え.jp", "%E6%97%A5%E6%9C%AC@%E4%BE%8B%E3%81%88.jp")]
    [InlineData("𝒶@example.com", "%F0%9D%92%B6@example.com")]
    public void Characters_beyond_ascii_are_encoded_and_come_back(string text, string metadata)
    {
        Assert.Equal(metadata, MetadataText.Encode(text));
        Assert.Equal(text, MetadataText.Decode(metadata));
    }
}
