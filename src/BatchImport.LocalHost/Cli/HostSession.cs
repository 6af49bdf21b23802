using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using BatchImport.LocalHost.Triggers.Blobs;

namespace BatchImport.LocalHost.Cli;

/// <summary>A host to import with: one that already runs, or one that this session starts and stops.</summary>
internal sealed class HostSession : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly LocalHostApp? _own;

    private HostSession(HostClient client, HostStatus status, LocalHostApp? own)
    {
        Client = client;
        Status = status;
        _own = own;
    }

    /// <summary>The client of the host.</summary>
    public HostClient Client { get; }

    /// <summary>The host's identity.</summary>
    public HostStatus Status { get; }

    /// <summary>True when the host runs in this process.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>The address of an import's page.</summary>
    public Uri PageOf(string id) => new(Client.Address, $"{(Status.RoutePrefix.Length == 0 ? "" : Status.RoutePrefix + "/")}dashboard#/{id}");

    /// <summary>Finds a host, or starts one. Waits for one that is starting or stopping.</summary>
    /// <exception cref="LocalHostException">No host runs, and none can be started.</exception>
    public static async Task<HostSession> OpenAsync(HostArguments arguments, LocalHostOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindAsync(arguments, cancellationToken) is { } found)
            {
                return found;
            }

            try
            {
                var own = await LocalHostApp.StartAsync(options, cancellationToken);
                var client = new HostClient(own.Address);
                var status = await client.FindStartedAsync(cancellationToken) ?? throw new LocalHostException($"The host that was started at {own.Address} does not respond.");
                return new HostSession(client, status, own);
            }
            catch (HostInUseException)
            {
                options.OnStep("Waiting for the host that is starting or stopping");
                await Task.Delay(RetryDelay, cancellationToken);
            }
        }
    }

    /// <summary>Finds a running host; starts none, and creates no folder.</summary>
    /// <exception cref="LocalHostException">No host runs; the message contains the command that starts one.</exception>
    public static async Task<HostSession> FindRunningAsync(HostArguments arguments, CancellationToken cancellationToken)
    {
        if (await FindAsync(arguments, cancellationToken) is { } found)
        {
            return found;
        }

        var start = arguments.IsStateFolderChosen ? $"serve --state \"{arguments.StateFolder}\"" : "serve";
        throw new LocalHostException($"No host serves on the state folder {arguments.StateFolder}. Start one to continue its imports: {start}");
    }

    /// <summary>Opens the storage account the host watches.</summary>
    public StorageConnection OpenStorage(LocalHostOptions options) => Status is { BlobPort: { } blobPort, QueuePort: { } queuePort }
        ? StorageConnection.Open(AzuriteService.ConnectionStringFor(blobPort, queuePort))
        : StorageConnection.Open(name: null, "import", HostSettings.Read(options, new StateFolder(options.StateFolder)));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    /// <summary>Finds a running host; starts none, and creates no folder. Null when no host runs.</summary>
    public static async Task<HostSession?> FindAsync(HostArguments arguments, CancellationToken cancellationToken)
    {
        // The host of the state folder may serve on another port than the option's; it is the right one nevertheless.
        var run = Directory.Exists(arguments.StateFolder) ? RunFile.Read(new StateFolder(arguments.StateFolder).RunFile) : new RunFile();
        if (run.Host is { } host && host.Process.Find() is { } process)
        {
            process.Dispose();
            if (await FindAsync(host.Port, cancellationToken) is { } own)
            {
                return own;
            }
        }

        if (arguments.Port == 0 || await FindAsync(arguments.Port, cancellationToken) is not { } other)
        {
            return null;
        }

        if (arguments.IsStateFolderChosen && !string.Equals(other.Status.StateFolder, Path.GetFullPath(arguments.StateFolder), StringComparison.Ordinal))
        {
            await other.DisposeAsync();
            throw LocalHostException.PortTaken("the host", arguments.Port, "--port", $"a BatchImport host with the state folder {other.Status.StateFolder}");
        }

        return other;
    }

    private static async Task<HostSession?> FindAsync(int port, CancellationToken cancellationToken)
    {
        var client = HostClient.OnPort(port);
        if (await client.FindAsync(cancellationToken) is { IsRunning: true } status)
        {
            return new HostSession(client, status, own: null);
        }

        client.Dispose();
        return null;
    }
}
