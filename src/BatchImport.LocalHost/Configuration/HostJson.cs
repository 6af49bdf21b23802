using System.Globalization;
using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Configuration;

/// <summary>
/// The part of <c>host.json</c> that this host reads. Settings named <c>AzureFunctionsJobHost__extensions__...</c> override it, as they do in
/// Azure. As in Core Tools, unknown keys are ignored; all keys but the ones below are unknown here.
/// </summary>
internal sealed record HostJson
{
    private const string Section = "AzureFunctionsJobHost";

    /// <summary><c>extensions.durableTask.hubName</c>.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary><c>extensions.durableTask.maxConcurrentActivityFunctions</c>; default: 10 times the processors.</summary>
    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary><c>extensions.durableTask.maxConcurrentOrchestratorFunctions</c>; default: 10 times the processors.</summary>
    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary><c>extensions.durableTask.defaultVersion</c>: the version of orchestrations started without one; null for none.</summary>
    public string? DefaultVersion { get; init; }

    /// <summary><c>extensions.blobs.maxDegreeOfParallelism</c>: concurrent blob invocations of all functions; default: 8 times the processors.</summary>
    public int BlobParallelism { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary><c>extensions.blobs.poisonBlobThreshold</c>: the number of attempts to process a blob.</summary>
    public int PoisonBlobThreshold { get; init; } = 5;

    /// <summary><c>extensions.http.routePrefix</c>, without slashes at its ends; may be empty.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; when it does not exist, the defaults apply.</param>
    /// <param name="settings">The settings, for overrides.</param>
    /// <exception cref="LocalHostException">The file is not valid JSON, or a value is of the wrong kind.</exception>
    public static HostJson Read(string path, IConfiguration settings)
    {
        IConfiguration file;
        try
        {
            file = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: true).Build();
        }
        catch (InvalidDataException ex)
        {
            throw new LocalHostException($"{path} is not valid JSON: {ex.InnerException?.Message ?? ex.Message}", ex);
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
                : throw new LocalHostException($"{path}, extensions.{key.Replace(':', '.')}: '{text}' is not a whole number above 0.");
        }
    }
}
