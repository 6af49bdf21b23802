using BatchImport.Functions;
using System.Net;
using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost;

/// <summary>Represents the options of a host. A port of 0 means any free port.</summary>
public sealed record LocalHostOptions
{
    /// <summary>The default HTTP port, which is that of Core Tools.</summary>
    public const int DefaultPort = 7_071;

    /// <summary>The folder of the project, with <c>host.json</c> and <c>local.settings.json</c>; null for none.</summary>
    public string? ProjectFolder { get; init; }

    /// <summary>The folder of all state on this machine.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The folder that Azurite is installed into; null for a folder of the state folder. Hosts may share one.</summary>
    public string? AzuriteInstallFolder { get; init; }

    /// <summary>The HTTP port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>An address to serve on in addition to this machine's loopback; null for none, so that no other machine can connect.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>Names under which requests are accepted, besides localhost and IP addresses; a request under any other name is refused.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>The port of Azurite's blob service.</summary>
    public int BlobPort { get; init; } = AzuriteOptions.DefaultBlobPort;

    /// <summary>The port of Azurite's queue service.</summary>
    public int QueuePort { get; init; } = AzuriteOptions.DefaultQueuePort;

    /// <summary>The port of Azurite's table service: the default for targets of the type <c>table</c>.</summary>
    public int TablePort { get; init; } = AzuriteOptions.DefaultTablePort;

    /// <summary>The port of the Redis-compatible server.</summary>
    public int RedisPort { get; init; } = RedisOptions.DefaultPort;

    /// <summary>Settings that override those of the environment and of <c>local.settings.json</c>; <c>:</c> separates section and key.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>True to read settings from the environment too.</summary>
    public bool ReadEnvironment { get; init; } = true;

    /// <summary>The types that contain functions; null for all of this program's.</summary>
    public IReadOnlyList<Type>? FunctionTypes { get; init; }

    /// <summary>Adds the services the functions need; null for those of BatchImport.</summary>
    public Action<IServiceCollection, IConfiguration>? ConfigureServices { get; init; }

    /// <summary>Definitions to copy into a new container <c>definitions</c>; null for the samples of this program.</summary>
    public string? DefinitionsFolder { get; init; }

    /// <summary>Receives the log; null for none.</summary>
    public ILoggerProvider? Log { get; init; }

    /// <summary>The lowest level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Called before each step that takes long, with the beginning of a sentence.</summary>
    public Action<string> OnStep { get; init; } = _ => { };

    internal IEnumerable<Type> Functions => FunctionTypes ?? typeof(FunctionServices).Assembly.GetTypes();
}
