using System.Globalization;
using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Configuration;

/// <summary>
/// What this host reads of <c>host.json</c>. Settings named <c>AzureFunctionsJobHost__extensions__...</c> override it, as they do in
/// Azure. As in Core Tools, keys that are not known are passed over in silence; not known here are all but the ones below.
/// </summary>
internal sealed record HostJson
{
    private const string Section = "AzureFunctionsJobHost";

    /// <summary><c>extensions.durableTask.hubName</c>.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary><c>extensions.durableTask.maxConcurrentActivityFunctions</c>; 10 times the processors unless told.</summary>
    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary><c>extensions.durableTask.maxConcurrentOrchestratorFunctions</c>; 10 times the processors unless told.</summary>
    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary><c>extensions.durableTask.defaultVersion</c>: the version of orchestrations started without one; null for none.</summary>
    public string? DefaultVersion { get; init; }

    /// <summary><c>extensions.blobs.maxDegreeOfParallelism</c>: blob invocations at once, of all functions together; 8 times the processors unless told.</summary>
    public int BlobParallelism { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary><c>extensions.blobs.poisonBlobThreshold</c>: how often a blob is tried.</summary>
    public int PoisonBlobThreshold { get; init; } = 5;

    /// <summary><c>extensions.http.routePrefix</c>, without slashes at its ends; may be empty.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; one that is not there means the defaults.</param>
    /// <param name="settings">The settings, for overrides.</param>
    /// <exception cref="LocalHostException">The file is no JSON, or a value is of the wrong kind.</exception>
    public static HostJson Read(string path, IConfiguration settings)
    {
        IConfiguration file;
        try
        {
            file = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: true).Build();
        }
        catch (InvalidDataException exception)
        {
            throw new LocalHostException($"{path} is no valid JSON: {exception.InnerException?.Message ?? exception.Message}", exception);
        }

        var defaults = new HostJson();
        return new HostJson
        {
            HubName = Text("durableTask:hubName") ?? defaults.HubName,
            MaxConcurrentActivityFunctions = Number("durableTask:maxConcurrentActivityFunctions", defaults.MaxConcurrentActivityFunctions),
            MaxConcurrentOrchestratorFunctions = Number("durableTask:maxConcurrentOrchestratorFunctions", defaults.MaxConcurrentOrchestratorFunctions),
            DefaultVersion = Text("durableTask:defaultVersion"),
            BlobParallelism = Number("blobs:maxDegreeOfParallelism", defaults.BlobParallelism),
            PoisonBlobThreshold = Number("blobs:poisonBlobThreshold", defaults.PoisonBlobThreshold),
            RoutePrefix = (Text("http:routePrefix") ?? defaults.RoutePrefix).Trim('/'),
        };

        string? Text(string key) => settings[$"{Section}:extensions:{key}"] ?? file[$"extensions:{key}"];

        int Number(string key, int absent)
        {
            var text = Text(key);
            return string.IsNullOrEmpty(text) ? absent
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
                : throw new LocalHostException($"{path}, extensions.{key.Replace(':', '.')}: '{text}' is no whole number above 0.");
        }
    }
}
