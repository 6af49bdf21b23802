using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using BatchImport.LocalHost.Services;

namespace BatchImport.Testing;

/// <summary>
/// The LocalHost in a separate process, as <c>serve</c> runs it, for tests that need a process, for example to kill it. Ports are free
/// ones and the same for every start, so that a later host finds what an earlier one left. Disposing it ends remaining processes by id.
/// </summary>
/// <param name="stateFolder">Its state folder; null for a temporary one, deleted at the end.</param>
public sealed class HostProcess(string? stateFolder = null) : IAsyncDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly int[] _ports = Ports.Free(5);
    private readonly bool _isFolderOurs = stateFolder is null;
    private readonly List<string> _output = [];
    private Process? _process;

    /// <summary>The state folder.</summary>
    public string StateFolder { get; } = stateFolder ?? Path.Combine(Path.GetTempPath(), "batchimport-host-" + Path.GetRandomFileName());

    /// <summary>The folder of its mails.</summary>
    public string Outbox => new StateFolder(StateFolder).Outbox;

    /// <summary>The program whose command <c>serve</c> runs it, by its assembly's name.</summary>
    public string Program { get; init; } = "BatchImport.LocalHost";

    /// <summary>The host whose Azurite it uses; null to start one.</summary>
    public HostProcess? StorageOf { get; init; }

    /// <summary>Settings for the host, as environment variables; <c>__</c> between section and key.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the host serves, with a slash at the end.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{_ports[0]}/"));

    /// <summary>The connection string for storage clients.</summary>
    public string StorageConnectionString => AzuriteService.ConnectionStringFor(StoragePorts[1], StoragePorts[2]);

    /// <summary>The connection string for StackExchange.Redis.</summary>
    public string RedisConnectionString => RedisService.ConnectionStringFor(_ports[3], SecretFile.Ensure(new StateFolder(StateFolder).RedisPassword, RedisOptions.PasswordCharacters));

    /// <summary>The port of its Redis-compatible server.</summary>
    public int RedisPort => _ports[3];

    /// <summary>The ports of its Azurite: blobs, queues, tables.</summary>
    public IReadOnlyList<int> AzuritePorts => [StoragePorts[1], StoragePorts[2], StoragePorts[4]];

    private int[] StoragePorts => StorageOf?._ports ?? _ports;

    /// <summary>The host's process id.</summary>
    public int ProcessId => (_process ?? throw new InvalidOperationException("The host was not started.")).Id;

    /// <summary>The output of the host, from its first start on.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>The running processes of the services in the state folder's run file.</summary>
    public IReadOnlyList<int> RunningServices()
    {
        var run = RunFile.Read(new StateFolder(StateFolder).RunFile);
        var found = new List<int>();
        foreach (var service in new[] { run.Azurite, run.Redis })
        {
            using var process = service?.Process.Find();
            if (process is not null)
            {
                found.Add(process.Id);
            }
        }

        return found;
    }

    /// <summary>The arguments with which a command uses this host's ports and folders.</summary>
    public IReadOnlyList<string> Arguments =>
    [
        .. FindingArguments, "--blob-port", Text(StoragePorts[1]), "--queue-port", Text(StoragePorts[2]), "--redis-port", Text(_ports[3]),
        "--table-port", Text(StoragePorts[4]), "--azurite", AzuriteServer.SharedInstallFolder,
    ];

    /// <summary>The arguments with which a command connects to this host.</summary>
    public IReadOnlyList<string> FindingArguments => ["--port", Text(_ports[0]), "--state", StateFolder];

    /// <summary>Starts <c>serve</c>. Returns when it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead, or took too long; the message contains its output.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var serves = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process?.Dispose();
        _process = Launch(["serve", .. Arguments], line =>
        {
            lock (_output)
            {
                _output.Add(line);
            }

            if (line.StartsWith("Ctrl+C", StringComparison.Ordinal))
            {
                serves.TrySetResult();
            }
        });

        var exit = _process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(serves.Task, exit, Task.Delay(Patience, cancellationToken)) != serves.Task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Kill();
            throw new InvalidOperationException($"The host does not serve. Its output:\n{Output}");
        }
    }

    /// <summary>Runs a command of the program to its end, with this host's ports and folders.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="interruptAt">The beginning of a line of output at which Ctrl+C is pressed; null for none. Not on Windows.</param>
    /// <param name="cancellationToken">Ends the wait and the command.</param>
    public Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> command, string? interruptAt = null, CancellationToken cancellationToken = default) =>
        RunToEndAsync([.. command, .. Arguments], interruptAt, cancellationToken);

    /// <summary>Runs a command of the program to its end, without additional arguments.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="cancellationToken">Ends the wait and the command.</param>
    public Task<(int ExitCode, string Output)> AskAsync(IEnumerable<string> command, CancellationToken cancellationToken) =>
        RunToEndAsync([.. command], interruptAt: null, cancellationToken);

    /// <summary>Ends the host immediately, as a crash would (SIGKILL). Its services remain.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    /// <summary>Sends the host a signal; not on Windows.</summary>
    public void Signal(PosixSignal signal) => _ = SendSignal(ProcessId, signal switch
    {
        PosixSignal.SIGINT => SigInt,
        PosixSignal.SIGTERM => SigTerm,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Only SIGINT and SIGTERM."),
    });

    /// <summary>Waits for the host's end. Returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        var process = _process ?? throw new InvalidOperationException("The host was not started.");
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        _process?.Dispose();
        foreach (var id in RunningServices())
        {
            using var service = Process.GetProcessById(id);
            service.Kill();
            await service.WaitForExitAsync();
        }

        if (_isFolderOurs && Directory.Exists(StateFolder))
        {
            Directory.Delete(StateFolder, recursive: true);
        }
    }

    private async Task<(int ExitCode, string Output)> RunToEndAsync(string[] command, string? interruptAt, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var interrupt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var process = Launch(command, line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }

            if (interruptAt is not null && line.StartsWith(interruptAt, StringComparison.Ordinal))
            {
                interrupt.TrySetResult();
            }
        });
        try
        {
            var exit = process.WaitForExitAsync(cancellationToken);
            if (await Task.WhenAny(interrupt.Task, exit) == interrupt.Task)
            {
                _ = SendSignal(process.Id, SigInt);
            }

            await exit;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return (process.ExitCode, string.Join('\n', lines));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Process Launch(string[] arguments, Action<string> onLine)
    {
        var (program, all) = OwnProgram.CommandOf(Program, arguments);
        var info = new ProcessStartInfo(program, all) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in Environment)
        {
            info.Environment[name] = value;
        }

        var process = Process.Start(info) ?? throw new InvalidOperationException("The host's process could not be started.");
        process.OutputDataReceived += OnData;
        process.ErrorDataReceived += OnData;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void OnData(object sender, DataReceivedEventArgs data)
        {
            if (data.Data is { } line)
            {
                onLine(line);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
