using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Tests.Configuration;

public sealed class HostJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_app_s_own_file_is_read_whole()
    {
        var host = HostJson.Read(Path.Combine(AppContext.BaseDirectory, "host.json"), TestSettings.Create());

        Assert.Equal("BatchImport", host.HubName);
        Assert.Equal("api", host.RoutePrefix);
        Assert.Equal(5, host.PoisonBlobThreshold);
    }

    [Fact]
    public void Values_come_from_the_file_and_comments_and_unknown_keys_are_passed_over()
    {
        var path = _folder.Write("host.json", """
            {
              // a comment
              "version": "2.0",
              "functionTimeout": "-1",
              "extensions": {
                "durableTask": { "hubName": "Hub", "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 4, "defaultVersion": "2.1", "unknown": 7 },
                "blobs": { "maxDegreeOfParallelism": 5, "poisonBlobThreshold": 2 },
                "http": { "routePrefix": "/v1/" },
              }
            }
            """);

        var expected = new HostJson
        {
            HubName = "Hub",
            MaxConcurrentActivityFunctions = 3,
            MaxConcurrentOrchestratorFunctions = 4,
            DefaultVersion = "2.1",
            BlobParallelism = 5,
            PoisonBlobThreshold = 2,
            RoutePrefix = "v1",
        };
        Assert.Equal(expected, HostJson.Read(path, TestSettings.Create()));
    }

    [Fact]
    public void A_file_that_is_not_there_means_the_defaults_and_settings_override_them()
    {
        var host = HostJson.Read(
            Path.Combine(_folder.Path, "host.json"), TestSettings.Create(("AzureFunctionsJobHost:extensions:durableTask:maxConcurrentActivityFunctions", "7")));

        Assert.Equal(new HostJson { MaxConcurrentActivityFunctions = 7 }, host);
    }

    [Fact]
    public void An_empty_route_prefix_stays_empty()
    {
        var path = _folder.Write("host.json", """{ "extensions": { "http": { "routePrefix": "" } } }""");

        Assert.Equal("", HostJson.Read(path, TestSettings.Create()).RoutePrefix);
    }

    [Theory]
    [InlineData("""{ "extensions": { "blobs": { "poisonBlobThreshold": "many" } } }""", "extensions.blobs.poisonBlobThreshold: 'many' is not a whole number above 0")]
    [InlineData("""{ "extensions": { "blobs": { "maxDegreeOfParallelism": 0 } } }""", "extensions.blobs.maxDegreeOfParallelism: '0' is not a whole number above 0")]
    [InlineData("{ nonsense", "is not valid JSON")]
    public void A_wrong_value_is_refused_by_file_key_and_rule(string json, string message)
    {
        var path = _folder.Write("host.json", json);

        var exception = Assert.Throws<LocalHostException>(() => HostJson.Read(path, TestSettings.Create()));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
