using System.Diagnostics;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;

namespace BatchImport.Load.Host;

/// <summary>
/// The LocalHost under load: its command <c>serve</c> in a separate process, with Azurite and the Redis-compatible server in two more
/// processes, all of them on free loopback ports and on an empty state folder.
/// </summary>
internal sealed class LoadedHost : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ProbeDelay = TimeSpan.FromMilliseconds(5);

    private readonly string[] _arguments;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly int _redisPort;
    private ChildProcess _process = null!;

    private LoadedHost(StateFolder state, IReadOnlyDictionary<string, string> settings)
    {
        var ports = Ports.Free(5);
        State = state;
        BlobPort = ports[1];
        QueuePort = ports[2];
        _redisPort = ports[3];
        _settings = settings;
        _arguments =
        [
            "serve", "--state", state.Path, "--port", Text(ports[0]), "--blob-port", Text(ports[1]), "--queue-port", Text(ports[2]), "--redis-port", Text(ports[3]),
            "--table-port", Text(ports[4]),
        ];
        Client = HostClient.OnPort(ports[0]);
    }

    /// <summary>The state folder.</summary>
    public StateFolder State { get; }

    /// <summary>The client of the host.</summary>
    public HostClient Client { get; }

    /// <summary>Azurite's blob port.</summary>
    public int BlobPort { get; }

    /// <summary>Azurite's queue port.</summary>
    public int QueuePort { get; }

    /// <summary>The connection string for StackExchange.Redis to the Redis-compatible server.</summary>
    public string RedisConnectionString => RedisService.ConnectionStringFor(_redisPort, SecretFile.Ensure(State.RedisPassword, RedisOptions.PasswordCharacters));

    /// <summary>The time from the start of the process until the host serves, with its services already running.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts the services and the host on an emptied state folder, then the host again, to measure its start with running services.</summary>
    /// <param name="folder">The state folder. Its content is deleted, except for the installation of Azurite.</param>
    /// <param name="settings">Settings for the host's environment.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<LoadedHost> StartAsync(string folder, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var state = new StateFolder(folder);
        Empty(state);
        var host = new LoadedHost(state, settings);
        try
        {
            await host.StartProcessAsync(cancellationToken);

            // Killed, so that its services remain: the next one takes them over.
            host._process.Kill();
            await host._process.StopAsync(StopPatience);
            host._process.Dispose();
            host.StartTime = await host.StartProcessAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The peak memory of each process so far, in bytes.</summary>
    public PeakMemory PeakMemory()
    {
        var run = RunFile.Read(State.RunFile);
        return new PeakMemory(Peak(_process.Record), Peak(run.Redis?.Process), Peak(run.Azurite?.Process));
    }

    /// <summary>The processor time the host has taken so far.</summary>
    public TimeSpan ProcessorTime()
    {
        using var process = _process.Record.Find();
        return process?.TotalProcessorTime ?? throw new LoadException("The host ended.");
    }

    /// <summary>Stops the host and its services.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        var run = RunFile.Read(State.RunFile);
        await StopAsync(_process?.Record);
        await StopAsync(run.Redis?.Process);
        await StopAsync(run.Azurite?.Process);
        _process?.Dispose();
    }

    private static async Task StopAsync(ProcessRecord? record)
    {
        // As a process that another one started, so that it gets a signal, which serve handles.
        if (ChildProcess.Adopt(record) is { } process)
        {
            await process.StopAsync(StopPatience);
            process.Dispose();
        }
    }

    private async Task<TimeSpan> StartProcessAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        var began = Stopwatch.GetTimestamp();
        var (program, arguments) = OwnProgram.Command(_arguments);
        foreach (var (name, value) in _settings)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _process = ChildProcess.Start(program, arguments);
        while (await Client.FindAsync(patience.Token) is not { IsRunning: true })
        {
            if (_process.HasExited)
            {
                throw new LoadException($"The host ended immediately after its start. Run it by hand to find the cause: dotnet BatchImport.LocalHost.dll {string.Join(' ', _arguments)}");
            }

            await Task.Delay(ProbeDelay, patience.Token);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private static long? Peak(ProcessRecord? record)
    {
        using var process = record?.Find();
        return process is { PeakWorkingSet64: > 0 } ? process.PeakWorkingSet64 : null;
    }

    private static void Empty(StateFolder state)
    {
        if (RunFile.Read(state.RunFile) is { Host: { } host } && host.Process.Find() is { } process)
        {
            process.Dispose();
            throw new LoadException($"A host runs on {state.Path}: stop it, or choose another folder with --state.");
        }

        foreach (var file in Directory.EnumerateFiles(state.Path))
        {
            File.Delete(file);
        }

        foreach (var folder in Directory.EnumerateDirectories(state.Path).Where(folder => !string.Equals(folder, state.Azurite, StringComparison.Ordinal)))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(state.Logs);
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
