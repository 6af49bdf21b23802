using Microsoft.Extensions.Configuration;

namespace BatchImport.FunctionApp.Host.Jobs;

/// <summary>The app's <c>host.json</c> as the Functions host reads it.</summary>
internal static class HostConfiguration
{
    // Settings with this prefix replace values of host.json, for example AzureFunctionsJobHost__extensions__durableTask__hubName.
    private const string OverridePrefix = "AzureFunctionsJobHost__";

    // The section of the WebJobs SDK that corresponds to AzureFunctionsJobHost on the Functions host.
    private const string Root = "AzureWebJobs";

    /// <summary>The values of <c>host.json</c>, replaced by settings where these exist.</summary>
    public static IConfiguration Read(string appFolder) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(appFolder, "host.json"), optional: false)
        .AddEnvironmentVariables(OverridePrefix)
        .Build();

    /// <summary>The values of <c>host.json</c> under the root of the WebJobs SDK.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> ForJobs(IConfiguration hostJson) =>
        hostJson.AsEnumerable().Where(static entry => entry.Value is not null).Select(static entry => KeyValuePair.Create($"{Root}:{entry.Key}", entry.Value));
}
