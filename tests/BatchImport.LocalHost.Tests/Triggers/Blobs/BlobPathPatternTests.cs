using BatchImport.LocalHost.Invocation;
using BatchImport.LocalHost.Triggers.Blobs;

namespace BatchImport.LocalHost.Tests.Triggers.Blobs;

public sealed class BlobPathPatternTests
{
    [Theory]
    [InlineData("imports/{name}", "customers.xlsx", "name=customers.xlsx")]
    [InlineData("imports/{name}", "ada@example.com/2026/customers.xlsx", "name=ada@example.com/2026/customers.xlsx")]
    [InlineData("imports", "customers.xlsx", "name=customers.xlsx")]
    [InlineData("imports/in/{name}.{extension}", "in/a.b.csv", "name=a.b extension=csv")]
    [InlineData("imports/{name}.csv", "A.csv", "name=A")]
    [InlineData("imports/{name}", "line\nfeed", "name=line\nfeed")]
    public void A_name_that_matches_gives_its_parts(string path, string blob, string parts)
    {
        var match = BlobPathPattern.Parse(path, "F").Match(blob);

        Assert.NotNull(match);
        Assert.Equal(parts, string.Join(' ', match.Select(part => $"{part.Key}={part.Value}")));
    }

    [Theory]
    [InlineData("imports/in/{name}", "out/a.csv")]
    [InlineData("imports/{name}.csv", "a.xlsx")]
    [InlineData("imports/{name}.csv", ".csv")]
    [InlineData("imports/a.csv", "aXcsv")]
    public void A_name_that_does_not_match_gives_nothing(string path, string blob) => Assert.Null(BlobPathPattern.Parse(path, "F").Match(blob));

    [Fact]
    public void What_stands_before_the_first_part_narrows_the_listing()
    {
        Assert.Equal("in/x-", BlobPathPattern.Parse("imports/in/x-{name}-y", "F").Prefix);
        Assert.Equal("", BlobPathPattern.Parse("imports/{name}", "F").Prefix);
    }

    [Theory]
    [InlineData("{container}/{name}")]
    [InlineData("/name")]
    [InlineData("imports/{name")]
    [InlineData("imports/{}")]
    [InlineData("imports/{na.me}")]
    public void A_path_that_is_none_is_refused_with_the_function_s_name(string path)
    {
        var exception = Assert.Throws<FunctionBindingException>(() => BlobPathPattern.Parse(path, "Eater"));

        Assert.Contains("'Eater'", exception.Message, StringComparison.Ordinal);
    }
}
