using System.ComponentModel;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// Azurite, the storage emulator: the one that already answers on the ports, the one a killed host left, or a new one in a separate
/// process.
/// </summary>
public sealed class AzuriteService : IAsyncDisposable
{
    // The account and key of every Azurite: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Service = "Azurite, the storage emulator,";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FailedProbeDelay = TimeSpan.FromMilliseconds(500);

    private readonly ChildProcess? _process;
    private int _isStopped;

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

    /// <summary>The table service's port; 0 when tables are not used.</summary>
    public int TablePort { get; }

    /// <summary>The connection string for storage clients.</summary>
    public string ConnectionString => ConnectionStringFor(BlobPort, QueuePort, TablePort);

    /// <summary>The process's id; null for an Azurite that no host started.</summary>
    public int? ProcessId => _process?.Record.Id;

    /// <summary>The connection string for storage clients to an Azurite on the given ports of this machine.</summary>
    public static string ConnectionStringFor(int blobPort, int queuePort, int tablePort = 0) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
        $"BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};QueueEndpoint=http://127.0.0.1:{queuePort}/{Account};" +
        (tablePort == 0 ? "" : $"TableEndpoint=http://127.0.0.1:{tablePort}/{Account};");

    /// <summary>Starts Azurite, installing it when it is not installed. Returns when it answers.</summary>
    /// <param name="options">Its folders and ports.</param>
    /// <param name="onInstalling">Called before an installation, which takes long.</param>
    /// <param name="cancellationToken">Ends the wait and what was started.</param>
    /// <exception cref="LocalHostException">It cannot be started; the message contains the remedy.</exception>
    public static Task<AzuriteService> StartAsync(AzuriteOptions options, Action<string> onInstalling, CancellationToken cancellationToken) =>
        StartAsync(options, leftOver: null, onLaunched: _ => { }, onInstalling, cancellationToken);

    /// <summary>Starts Azurite, or takes over the one that a killed host left.</summary>
    /// <param name="options">Its folders and ports.</param>
    /// <param name="leftOver">The entry of the run file for an earlier one; null for none.</param>
    /// <param name="onLaunched">Called as soon as the process exists, so that the next host finds it if this one is killed.</param>
    /// <param name="onInstalling">Called before an installation, which takes long.</param>
    /// <param name="cancellationToken">Ends the wait and what was started.</param>
    internal static async Task<AzuriteService> StartAsync(
        AzuriteOptions options, RunningService? leftOver, Action<RunningService> onLaunched, Action<string> onInstalling, CancellationToken cancellationToken)
    {
        var adopted = ChildProcess.Adopt(leftOver?.Process);
        if (adopted is not null && (leftOver!.Port != options.BlobPort || leftOver.QueuePort != options.QueuePort || leftOver.TablePort != options.TablePort))
        {
            // It uses the data folder on other ports than the options'.
            await adopted.StopAsync(StopPatience);
            adopted.Dispose();
            adopted = null;
        }

        var blob = await AzuriteProbe.ServerAsync(options.BlobPort, cancellationToken);
        var queue = await AzuriteProbe.ServerAsync(options.QueuePort, cancellationToken);
        var table = options.TablePort == 0 ? null : await AzuriteProbe.ServerAsync(options.TablePort, cancellationToken);
        if (adopted is null && AzuriteProbe.IsBlob(blob) && AzuriteProbe.IsQueue(queue))
        {
            // One that another program started may have no table service.
            return await UseAsync(options with { TablePort = AzuriteProbe.IsTable(table) ? options.TablePort : 0 }, cancellationToken);
        }

        if (adopted is not null)
        {
            try
            {
                return await WaitAsync(adopted, options, cancellationToken);
            }
            catch (LocalHostException)
            {
                // It runs but does not work. It is stopped by now; a new one reads its files.
                (blob, queue, table) = (null, null, null);
            }
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
        await process.NoteAsync(() => onLaunched(new RunningService(process.Record, options.BlobPort, options.QueuePort, options.TablePort)), StopPatience);
        return await WaitAsync(process, options, cancellationToken);
    }

    /// <summary>Stops Azurite when a host of this program started it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null && Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            await _process.StopAsync(StopPatience);
            _process.Dispose();
        }
    }

    /// <summary>Waits for the end of its process; forever when no host started it.</summary>
    internal Task WaitForExitAsync(CancellationToken cancellationToken) =>
        _process?.WaitForExitAsync(cancellationToken) ?? Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>Checks whether it works.</summary>
    internal Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => AzuriteProbe.CheckAsync(ConnectionString, cancellationToken);

    /// <summary>Ends Azurite at once, as a crash would.</summary>
    internal void Kill() => _process?.Kill();

    private static async Task RefuseTakenAsync(string service, int port, string option, string? server, CancellationToken cancellationToken)
    {
        if (server is not null || await Ports.IsTakenAsync(port, cancellationToken))
        {
            throw LocalHostException.PortTaken(service, port, option, server is { Length: > 0 } ? $"a server with the name '{server}'" : null);
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
        catch (Win32Exception ex)
        {
            throw new LocalHostException($"Node.js ('{options.Node.Node}') could not be started to run Azurite, the storage emulator: {ex.Message}.", ex);
        }
    }

    private static async Task<AzuriteService> WaitAsync(ChildProcess process, AzuriteOptions options, CancellationToken cancellationToken)
    {
        var history = new ProbeHistory(TimeProvider.System, StartPatience);
        try
        {
            while (true)
            {
                var result = await ProbeAsync(options, cancellationToken);
                if (result.Health == ServiceHealth.Working)
                {
                    return new AzuriteService(process, options);
                }

                if (process.HasExited)
                {
                    throw new LocalHostException($"Azurite, the storage emulator, ended immediately after its start. The reason is in {LogFile(options)}.");
                }

                if (history.IsBroken(result))
                {
                    throw result.Health == ServiceHealth.Silent
                        ? new LocalHostException(
                            $"Azurite, the storage emulator, did not answer on ports {options.BlobPort} and {options.QueuePort} within {StartPatience.TotalSeconds:0} s. Its log is {LogFile(options)}.")
                        : LocalHostException.DoesNotStore(Service, options.BlobPort, result.Reason, options.DataFolder, LogFile(options));
                }

                await Task.Delay(result.Health == ServiceHealth.Silent ? ProbeDelay : FailedProbeDelay, cancellationToken);
            }
        }
        catch
        {
            await process.StopAsync(StopPatience);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Uses an Azurite that no host of this program started.</summary>
    private static async Task<AzuriteService> UseAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        var service = new AzuriteService(process: null, options);
        var history = new ProbeHistory(TimeProvider.System, StartPatience);
        while (true)
        {
            var result = await service.ProbeAsync(cancellationToken);
            if (result.Health == ServiceHealth.Working)
            {
                return service;
            }

            if (history.IsBroken(result))
            {
                throw new LocalHostException(
                    $"The Azurite that listens on port {options.BlobPort} does not store a value: {result.Reason}. It was not started by this program: restart it, or choose other ports with --blob-port and --queue-port.");
            }

            await Task.Delay(FailedProbeDelay, cancellationToken);
        }
    }

    private static async Task<ProbeResult> ProbeAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        // The three services of a process start to listen one after the other.
        var isUp = AzuriteProbe.IsBlob(await AzuriteProbe.ServerAsync(options.BlobPort, cancellationToken))
            && AzuriteProbe.IsQueue(await AzuriteProbe.ServerAsync(options.QueuePort, cancellationToken))
            && (options.TablePort == 0 || AzuriteProbe.IsTable(await AzuriteProbe.ServerAsync(options.TablePort, cancellationToken)));
        return isUp
            ? await AzuriteProbe.CheckAsync(ConnectionStringFor(options.BlobPort, options.QueuePort), cancellationToken)
            : ProbeResult.Silent("it does not listen on all of its ports");
    }

    private static string LogFile(AzuriteOptions options) => Path.Combine(options.LogFolder, "azurite.log");

    private static string Text(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
