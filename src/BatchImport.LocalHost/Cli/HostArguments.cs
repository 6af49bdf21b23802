using System.Net;
using BatchImport.LocalHost.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchImport.LocalHost.Cli;

/// <summary>The values of the options that all commands share.</summary>
internal sealed record HostArguments
{
    private const string SolutionFile = "BatchImport.sln";

    /// <summary>The HTTP port.</summary>
    public required int Port { get; init; }

    /// <summary>An address to serve on besides loopback; null for none.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>Names under which requests reach the host, besides localhost and IP addresses.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>The port of Azurite's blob service.</summary>
    public required int BlobPort { get; init; }

    /// <summary>The port of Azurite's queue service.</summary>
    public required int QueuePort { get; init; }

    /// <summary>The port of Azurite's table service.</summary>
    public required int TablePort { get; init; }

    /// <summary>The port of the Redis-compatible server.</summary>
    public required int RedisPort { get; init; }

    /// <summary>The state folder.</summary>
    public required string StateFolder { get; init; }

    /// <summary>True when the command line names the state folder.</summary>
    public required bool IsStateFolderChosen { get; init; }

    /// <summary>Where mails are put; null for the settings' folder.</summary>
    public string? Outbox { get; init; }

    /// <summary>Where Azurite is installed; null for a folder of the state folder.</summary>
    public string? AzuriteInstallFolder { get; init; }

    /// <summary>The project's folder: the folder itself or the nearest parent with the solution or a host.json; otherwise the folder itself.</summary>
    public static string ProjectFolder(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)) || File.Exists(Path.Combine(folder.FullName, "host.json")))
            {
                return folder.FullName;
            }
        }

        return from;
    }

    /// <summary>The settings of the host, for a command that starts none.</summary>
    public IConfigurationRoot ReadSettings() =>
        HostSettings.Read(ToOptions(NullLoggerProvider.Instance, LogLevel.None, static _ => { }), new Services.StateFolder(StateFolder));

    /// <summary>The host's options.</summary>
    public LocalHostOptions ToOptions(ILoggerProvider log, LogLevel level, Action<string> onStep)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (Outbox is not null)
        {
            settings["Mail:Sender"] = "Outbox";
            settings["Mail:Outbox:Folder"] = Path.GetFullPath(Outbox);
        }

        return new LocalHostOptions
        {
            ProjectFolder = ProjectFolder(Directory.GetCurrentDirectory()),
            StateFolder = StateFolder,
            AzuriteInstallFolder = AzuriteInstallFolder is null ? null : Path.GetFullPath(AzuriteInstallFolder),
            Port = Port,
            ListenAddress = ListenAddress,
            HostNames = HostNames,
            BlobPort = BlobPort,
            QueuePort = QueuePort,
            TablePort = TablePort,
            RedisPort = RedisPort,
            Settings = settings,
            Log = log,
            LogLevel = level,
            OnStep = onStep,
        };
    }
}
