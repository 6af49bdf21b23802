using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Tests;

/// <summary>Settings of a test.</summary>
internal static class TestSettings
{
    public static IConfiguration Create(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
}
