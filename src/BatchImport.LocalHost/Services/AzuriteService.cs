using System.ComponentModel;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// Azurite, the storage emulator: the one that already answers on the ports, the one a killed host left, or a new one in a process of
/// its own.
/// </summary>
public sealed class AzuriteService : IAsyncDisposable
{
    // The account and key every Azurite has: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeDelay = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess? _process;

    private AzuriteService(ChildProcess? process, AzuriteOptions options)
    {
        _process = process;
        BlobPort = options.BlobPort;
        QueuePort = options.QueuePort;
        TablePort = options.TablePort;
    }

    /// <summary>The blob service's port.</summary>
    public int BlobPort { get; }

    /// <summary>The queue service's port.</summary>
    public int QueuePort { get; }

    /// <summary>The table service's port; 0 when nobody cared.</summary>
    public int TablePort { get; }

    /// <summary>What storage clients connect with.</summary>
    public string ConnectionString => ConnectionStringFor(BlobPort, QueuePort, TablePort);

    /// <summary>The process's id; null when it is somebody else's Azurite.</summary>
    public int? ProcessId => _process?.Record.Id;

    /// <summary>What storage clients connect with to an Azurite on the given ports of this machine.</summary>
    public static string ConnectionStringFor(int blobPort, int queuePort, int tablePort = 0) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
        $"BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};QueueEndpoint=http://127.0.0.1:{queuePort}/{Account};" +
        (tablePort == 0 ? "" : $"TableEndpoint=http://127.0.0.1:{tablePort}/{Account};");

    /// <summary>Starts Azurite, installing it when it is not installed. Returns when it answers.</summary>
    /// <param name="options">Where it is installed, keeps its data and listens.</param>
    /// <param name="onInstalling">Told when it takes long because something is installed.</param>
    /// <param name="cancellationToken">Ends the wait and what was started.</param>
    /// <exception cref="LocalHostException">It cannot be started; the message says what to do.</exception>
    public static Task<AzuriteService> StartAsync(AzuriteOptions options, Action<string> onInstalling, CancellationToken cancellationToken) =>
        StartAsync(options, leftOver: null, onLaunched: _ => { }, onInstalling, cancellationToken);

    /// <summary>Starts Azurite, or takes over the one that a killed host left.</summary>
    /// <param name="options">Where it is installed, keeps its data and listens.</param>
    /// <param name="leftOver">What the run file knows of an earlier one; null for nothing.</param>
    /// <param name="onLaunched">Told of the process as soon as there is one, so that the next host finds it should this one be killed.</param>
    /// <param name="onInstalling">Told when it takes long because something is installed.</param>
    /// <param name="cancellationToken">Ends the wait and what was started.</param>
    internal static async Task<AzuriteService> StartAsync(
        AzuriteOptions options, RunningService? leftOver, Action<RunningService> onLaunched, Action<string> onInstalling, CancellationToken cancellationToken)
    {
        var adopted = ChildProcess.Adopt(leftOver?.Process);
        if (adopted is not null && (leftOver!.Port != options.BlobPort || leftOver.QueuePort != options.QueuePort || leftOver.TablePort != options.TablePort))
        {
            // It holds the data folder on other ports than are asked for now.
            await adopted.StopAsync(StopPatience);
            adopted.Dispose();
            adopted = null;
        }

        var blob = await AzuriteProbe.ServerAsync(options.BlobPort, cancellationToken);
        var queue = await AzuriteProbe.ServerAsync(options.QueuePort, cancellationToken);
        var table = options.TablePort == 0 ? null : await AzuriteProbe.ServerAsync(options.TablePort, cancellationToken);
        if (AzuriteProbe.IsBlob(blob) && AzuriteProbe.IsQueue(queue))
        {
            // Somebody else's may have been started without tables.
            return new AzuriteService(adopted, options with { TablePort = AzuriteProbe.IsTable(table) ? options.TablePort : 0 });
        }

        if (adopted is not null)
        {
            return await WaitAsync(adopted, options, cancellationToken);
        }

        await RefuseTakenAsync("Azurite's blob service", options.BlobPort, "--blob-port", blob, cancellationToken);
        await RefuseTakenAsync("Azurite's queue service", options.QueuePort, "--queue-port", queue, cancellationToken);
        if (options.TablePort != 0)
        {
            await RefuseTakenAsync("Azurite's table service", options.TablePort, "--table-port", table, cancellationToken);
        }

        var installation = new AzuriteInstallation(options.InstallFolder, Path.Combine(options.LogFolder, "npm.log"), options.Node);
        Directory.CreateDirectory(options.LogFolder);
        Directory.CreateDirectory(options.DataFolder);
        await installation.EnsureAsync(onInstalling, cancellationToken);
        var process = Launch(options, installation);
        onLaunched(new RunningService(process.Record, options.BlobPort, options.QueuePort, options.TablePort));
        return await WaitAsync(process, options, cancellationToken);
    }

    /// <summary>Stops Azurite when a host of ours started it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.StopAsync(StopPatience);
            _process.Dispose();
        }
    }

    /// <summary>Waits for the end of its process; for ever when it is somebody else's.</summary>
    internal Task WaitForExitAsync(CancellationToken cancellationToken) =>
        _process?.WaitForExitAsync(cancellationToken) ?? Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>Ends Azurite at once, as a crash would.</summary>
    internal void Kill() => _process?.Kill();

    private static async Task RefuseTakenAsync(string service, int port, string option, string? server, CancellationToken cancellationToken)
    {
        if (server is not null || await Ports.IsTakenAsync(port, cancellationToken))
        {
            throw LocalHostException.PortTaken(service, port, option, server is { Length: > 0 } ? $"a server that calls itself '{server}'" : null);
        }
    }

    private static ChildProcess Launch(AzuriteOptions options, AzuriteInstallation installation)
    {
        string[] arguments =
        [
            Path.Combine(AzuriteInstallation.Source, "launch.cjs"),
            installation.Script,
            LogFile(options),
            "--location", options.DataFolder,
            "--blobHost", "127.0.0.1", "--blobPort", Text(options.BlobPort),
            "--queueHost", "127.0.0.1", "--queuePort", Text(options.QueuePort),
            "--tableHost", "127.0.0.1", "--tablePort", Text(options.TablePort),
            "--skipApiVersionCheck", "--disableTelemetry", .. options.AccessLog ? (string[])[] : ["--silent"],
        ];
        try
        {
            return ChildProcess.Start(options.Node.Node, arguments);
        }
        catch (Win32Exception exception)
        {
            throw new LocalHostException($"Node.js ('{options.Node.Node}') could not be started to run Azurite, the storage emulator: {exception.Message}.", exception);
        }
    }

    private static async Task<AzuriteService> WaitAsync(ChildProcess process, AzuriteOptions options, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartPatience);
        try
        {
            while (!AzuriteProbe.IsBlob(await AzuriteProbe.ServerAsync(options.BlobPort, timeout.Token))
                || !AzuriteProbe.IsQueue(await AzuriteProbe.ServerAsync(options.QueuePort, timeout.Token))
                || (options.TablePort != 0 && !AzuriteProbe.IsTable(await AzuriteProbe.ServerAsync(options.TablePort, timeout.Token))))
            {
                if (process.HasExited)
                {
                    throw new LocalHostException($"Azurite, the storage emulator, ended as soon as it was started. Its last words are in {LogFile(options)}.");
                }

                await Task.Delay(ProbeDelay, timeout.Token);
            }

            return new AzuriteService(process, options);
        }
        catch (Exception exception)
        {
            await process.StopAsync(StopPatience);
            process.Dispose();
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new LocalHostException(
                    $"Azurite, the storage emulator, did not answer on ports {options.BlobPort} and {options.QueuePort} within {StartPatience.TotalSeconds:0} s. Its log is {LogFile(options)}.", exception);
            }

            throw;
        }
    }

    private static string LogFile(AzuriteOptions options) => Path.Combine(options.LogFolder, "azurite.log");

    private static string Text(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
