using BatchImport.LocalHost.Services;

namespace BatchImport.Testing;

/// <summary>
/// Azurite on free loopback ports, with data in a separate folder. It starts when its address is first read, so that it costs
/// nothing as a fixture of tests that do not need it. Its installation is the repository's, which is created once.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), "batchimport-azurite-" + Path.GetRandomFileName());
    private readonly Lazy<AzuriteService> _service;
    private ProcessLeash? _leash;

    public AzuriteServer() => _service = new(() => StartAsync().GetAwaiter().GetResult());

    /// <summary>The connection string for storage clients.</summary>
    public string ConnectionString => _service.Value.ConnectionString;

    /// <summary>The installation all tests share, in the repository's state folder.</summary>
    public static string SharedInstallFolder => new StateFolder(Path.Combine(Repository.Root(), StateFolder.DefaultName)).Azurite;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_service.IsValueCreated)
        {
            await _service.Value.DisposeAsync();
            await _leash!.DisposeAsync();
            Directory.Delete(_data, recursive: true);
        }
    }

    private async Task<AzuriteService> StartAsync()
    {
        var logs = Directory.CreateDirectory(Path.Combine(_data, "logs")).FullName;
        for (var attempt = 1; ; attempt++)
        {
            var ports = Ports.Free(3);
            var options = new AzuriteOptions
            {
                InstallFolder = SharedInstallFolder,
                DataFolder = Path.Combine(_data, "data"),
                LogFolder = logs,
                BlobPort = ports[0],
                QueuePort = ports[1],
                TablePort = ports[2],
            };
            try
            {
                var service = await AzuriteService.StartAsync(options, _ => { }, CancellationToken.None);
                _leash = ProcessLeash.Tie(service.ProcessId!.Value);
                return service;
            }
            catch (LocalHostException) when (attempt < 3)
            {
                // Another program took a port between the search and the start: try other ports.
            }
        }
    }
}
