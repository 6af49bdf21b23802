using System.Net;
using Microsoft.Azure.Functions.Worker;
using BatchImport.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.LocalHost.Tests.Triggers;

/// <summary>A host in this process with functions of a test, on a shared Azurite and a separate container.</summary>
internal sealed class TriggerHost : IDisposable
{
    private readonly AzuriteServer _azurite;
    private readonly TemporaryFolder _folder = new();

    public TriggerHost(AzuriteServer azurite) => _azurite = azurite;

    /// <summary>The setting with the name of the functions' container.</summary>
    public const string ContainerSetting = "%Watched%";

    /// <summary>The watched container's name.</summary>
    public string ContainerName { get; } = "watched-" + Guid.NewGuid().ToString("N");

    /// <summary>The task hub's name.</summary>
    public string HubName { get; } = "hub" + Guid.NewGuid().ToString("N");

    /// <summary>The log of the host, of all starts.</summary>
    public RecordingLoggerProvider Log { get; } = new();

    /// <summary>An address to serve on besides loopback; null for none.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>The state folder.</summary>
    public string StateFolder => _folder.Path;

    /// <summary>Starts a host with functions, on the state of the previous one.</summary>
    public Task<LocalHostApp> StartAsync(object record, Type functions, params (string Key, string? Value)[] settings) =>
        StartAsync(record, functions, _folder.Path, settings);

    /// <summary>Starts a host with functions on a state folder.</summary>
    public Task<LocalHostApp> StartAsync(object record, Type functions, string stateFolder, params (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["AzureWebJobsStorage"] = _azurite.ConnectionString,
            ["Redis:ConnectionString"] = "127.0.0.1:1",
            ["Watched"] = ContainerName,
            // One host at a time uses a storage account and a hub; tests share the account.
            ["AzureFunctionsJobHost:extensions:durableTask:hubName"] = HubName,
            ["AzureFunctionsJobHost:extensions:blobs:poisonBlobThreshold"] = "3",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return LocalHostApp.StartAsync(
            new LocalHostOptions
            {
                StateFolder = stateFolder,
                Port = 0,
                ListenAddress = ListenAddress,
                ReadEnvironment = false,
                Settings = all,
                FunctionTypes = [functions],
                ConfigureServices = (services, _) => services.AddSingleton(record.GetType(), record),
                Log = Log,
            },
            TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();
}
