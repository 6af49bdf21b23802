using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Tests.Configuration;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_are_settings_with_double_underscores_as_sections()
    {
        var path = _folder.Write("local.settings.json", """
            { "IsEncrypted": false, "Values": { "Mail__From": "a@example.com", "Plain": "text", "Number": 5, "Flag": true }, "Host": { "LocalHttpPort": 1 } }
            """);

        var settings = LocalSettings.Read(path);

        Assert.Equal("a@example.com", settings["Mail:From"]);
        Assert.Equal("text", settings["plain"]);
        Assert.Equal("5", settings["Number"]);
        Assert.Equal("true", settings["Flag"]);
        Assert.Equal(4, settings.Count);
    }

    [Fact]
    public void A_file_that_is_not_there_has_no_settings() => Assert.Empty(LocalSettings.Read(Path.Combine(_folder.Path, "local.settings.json")));

    [Theory]
    [InlineData("""{ "IsEncrypted": true, "Values": {} }""", "is encrypted")]
    [InlineData("""{ "Values": { "Mail": { "From": "x" } } }""", "Write nested settings as Section__Key")]
    [InlineData("""{ "Values": [] }""", "is not what Core Tools writes")]
    [InlineData("[]", "is not what Core Tools writes")]
    [InlineData("{", "is not what Core Tools writes")]
    public void A_file_of_another_shape_is_refused(string json, string message)
    {
        var path = _folder.Write("local.settings.json", json);

        var exception = Assert.Throws<LocalHostException>(() => LocalSettings.Read(path));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
