using BatchImport.Functions;
using System.Net;
using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost;

/// <summary>How a host is run. A port of 0 means any free one.</summary>
public sealed record LocalHostOptions
{
    /// <summary>The HTTP port unless told: Core Tools' own.</summary>
    public const int DefaultPort = 7_071;

    /// <summary>The folder of the project: where <c>host.json</c> and <c>local.settings.json</c> are; null for none.</summary>
    public string? ProjectFolder { get; init; }

    /// <summary>The folder for everything kept on this machine.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Where Azurite is installed; null for a folder of the state folder. Hosts may share one.</summary>
    public string? AzuriteInstallFolder { get; init; }

    /// <summary>The HTTP port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>An address it serves on besides this machine's loopback; null for none, so that no other machine reaches it.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>Names under which requests reach it, besides localhost and IP addresses; a request under any other name is refused.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>The port of Azurite's blob service.</summary>
    public int BlobPort { get; init; } = AzuriteOptions.DefaultBlobPort;

    /// <summary>The port of Azurite's queue service.</summary>
    public int QueuePort { get; init; } = AzuriteOptions.DefaultQueuePort;

    /// <summary>The port of Azurite's table service, which targets of the type <c>table</c> use unless the settings say otherwise.</summary>
    public int TablePort { get; init; } = AzuriteOptions.DefaultTablePort;

    /// <summary>The port of the Redis-compatible server.</summary>
    public int RedisPort { get; init; } = RedisOptions.DefaultPort;

    /// <summary>Settings that go before those of the environment and of <c>local.settings.json</c>; <c>:</c> between section and key.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>True to take settings from the environment too.</summary>
    public bool ReadEnvironment { get; init; } = true;

    /// <summary>The types among which functions are; null for all of this program's.</summary>
    public IReadOnlyList<Type>? FunctionTypes { get; init; }

    /// <summary>Adds the services the functions need; null for those of BatchImport.</summary>
    public Action<IServiceCollection, IConfiguration>? ConfigureServices { get; init; }

    /// <summary>Definitions put into the container <c>definitions</c> when it is made; null for the samples that come with this program.</summary>
    public string? DefinitionsFolder { get; init; }

    /// <summary>Takes the log; null for none.</summary>
    public ILoggerProvider? Log { get; init; }

    /// <summary>What is logged at least.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Told what takes long, as the beginning of a sentence.</summary>
    public Action<string> OnStep { get; init; } = _ => { };

    internal IEnumerable<Type> Functions => FunctionTypes ?? typeof(FunctionServices).Assembly.GetTypes();
}
