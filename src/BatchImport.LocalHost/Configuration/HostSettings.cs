using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Configuration;

/// <summary>
/// A host's settings. Later sources override earlier ones: this program's defaults, <c>local.settings.json</c>, the environment, the
/// command line. As with Core Tools, the environment overrides the file.
/// </summary>
internal static class HostSettings
{
    /// <summary>The setting that names the storage account.</summary>
    public const string Storage = "AzureWebJobsStorage";

    /// <summary>The setting that names the Redis.</summary>
    public const string Redis = "Redis:ConnectionString";

    /// <summary>The setting that names the storage account of tables that rows are written to.</summary>
    public const string Tables = "Targets:Table:ConnectionString";

    /// <summary>The setting that names the storage account of queues that rows are sent to.</summary>
    public const string Queues = "Targets:Queue:ConnectionString";

    private const string DevelopmentStorage = "UseDevelopmentStorage=true";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="LocalHostException">A file is invalid.</exception>
    public static IConfigurationRoot Read(LocalHostOptions options, StateFolder state)
    {
        var builder = new ConfigurationBuilder()
            .AddInMemoryCollection(Defaults(options, state));
        if (options.ProjectFolder is { } folder)
        {
            builder.AddInMemoryCollection(LocalSettings.Read(Path.Combine(folder, "local.settings.json")));
        }

        if (options.ReadEnvironment)
        {
            builder.AddEnvironmentVariables();
        }

        return builder.AddInMemoryCollection(options.Settings).Build();
    }

    /// <summary>True when the settings name a storage account: Azurite is not started.</summary>
    public static bool HasStorage(IConfiguration settings) =>
        settings[Storage] is { Length: > 0 } text
            ? !string.Equals(text.TrimEnd(';'), DevelopmentStorage, StringComparison.OrdinalIgnoreCase)
            : settings[$"{Storage}:blobServiceUri"] is { Length: > 0 };

    /// <summary>True when the settings name a Redis: the Redis-compatible server is not started.</summary>
    public static bool HasRedis(IConfiguration settings) => settings[Redis] is { Length: > 0 } || settings["Redis:HostName"] is { Length: > 0 };

    /// <summary>True when the settings name a storage account for tables that rows are written to: Azurite's is not used for them.</summary>
    public static bool HasTables(IConfiguration settings) => settings[Tables] is { Length: > 0 } || settings["Targets:Table:ServiceUri"] is { Length: > 0 };

    /// <summary>True when the settings name a storage account for queues that rows are sent to: Azurite's is not used for them.</summary>
    public static bool HasQueues(IConfiguration settings) => settings[Queues] is { Length: > 0 } || settings["Targets:Queue:ServiceUri"] is { Length: > 0 };

    private static Dictionary<string, string?> Defaults(LocalHostOptions options, StateFolder state) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Mail:Sender"] = "Outbox",
        ["Mail:Outbox:Folder"] = state.Outbox,
        ["Mail:From"] = "imports@localhost",
    };
}
