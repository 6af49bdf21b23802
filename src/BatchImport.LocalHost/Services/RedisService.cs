using System.Globalization;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// The Redis-compatible server: the one a killed host left, or a new one in a separate process, so that killing the host loses no
/// result. It writes an append-only file and recovers from it.
/// </summary>
public sealed class RedisService : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan FailedProbeDelay = TimeSpan.FromMilliseconds(500);

    private readonly ChildProcess _process;
    private readonly string _password;
    private int _isStopped;

    private RedisService(ChildProcess process, int port, string password)
    {
        _process = process;
        _password = password;
        Port = port;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>The connection string for StackExchange.Redis; it contains the password.</summary>
    public string ConnectionString => ConnectionStringFor(Port, _password);

    /// <summary>The process's id.</summary>
    public int ProcessId => _process.Record.Id;

    /// <summary>The connection string for StackExchange.Redis to a server on a port of this machine.</summary>
    internal static string ConnectionStringFor(int port, string password) =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password},abortConnect=false");

    /// <summary>Starts the server. Returns when it has recovered its data and answers.</summary>
    /// <exception cref="LocalHostException">It cannot be started; the message contains the remedy.</exception>
    public static Task<RedisService> StartAsync(RedisOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, leftOver: null, onLaunched: _ => { }, cancellationToken);

    /// <summary>Starts the server, or takes over the one that a killed host left.</summary>
    /// <param name="options">Its folders and port.</param>
    /// <param name="leftOver">The entry of the run file for an earlier one; null for none.</param>
    /// <param name="onLaunched">Called as soon as the process exists, so that the next host finds it if this one is killed.</param>
    /// <param name="cancellationToken">Ends the wait and what was started.</param>
    internal static async Task<RedisService> StartAsync(
        RedisOptions options, RunningService? leftOver, Action<RunningService> onLaunched, CancellationToken cancellationToken)
    {
        // Without a password, any page in a browser on this machine could write to the server, which ignores the lines of an HTTP request.
        _ = SecretFile.Ensure(options.PasswordFile, RedisOptions.PasswordCharacters);
        if (ChildProcess.Adopt(leftOver?.Process) is { } adopted)
        {
            if (leftOver!.Port == options.Port)
            {
                try
                {
                    return await WaitAsync(adopted, options, cancellationToken);
                }
                catch (LocalHostException)
                {
                    // It runs but does not work. It is stopped by now; a new one recovers from its files.
                }
            }
            else
            {
                // It uses the data folder on another port than the option's.
                await adopted.StopAsync(StopPatience);
                adopted.Dispose();
            }
        }

        if (await Ports.IsTakenAsync(options.Port, cancellationToken))
        {
            var who = await RedisProbe.AnswersAsync(options.Port, cancellationToken)
                ? "a Redis server that was not started from this state folder (to use that one, name it in the setting Redis:ConnectionString)"
                : null;
            throw LocalHostException.PortTaken("the Redis-compatible server", options.Port, "--redis-port", who);
        }

        PrivateFiles.CreateFolder(options.DataFolder);
        Directory.CreateDirectory(options.LogFolder);
        var (program, arguments) = OwnProgram.Command(
            "redis-server", "--port", Text(options.Port), "--folder", options.DataFolder, "--log", LogFile(options), "--password-file", options.PasswordFile,
            "--compaction-seconds", options.CompactionInterval.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--compaction-bytes", options.CompactionMinimum.ToString(CultureInfo.InvariantCulture));
        var process = ChildProcess.Start(program, arguments);
        await process.NoteAsync(() => onLaunched(new RunningService(process.Record, options.Port)), StopPatience);
        return await WaitAsync(process, options, cancellationToken);
    }

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            await _process.StopAsync(StopPatience);
            _process.Dispose();
        }
    }

    /// <summary>Waits for the end of its process.</summary>
    internal Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Checks whether it works.</summary>
    internal Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => RedisProbe.CheckAsync(Port, _password, cancellationToken);

    /// <summary>Ends the server at once, as a crash would.</summary>
    internal void Kill() => _process.Kill();

    private static async Task<RedisService> WaitAsync(ChildProcess process, RedisOptions options, CancellationToken cancellationToken)
    {
        var password = SecretFile.Ensure(options.PasswordFile, RedisOptions.PasswordCharacters);
        var history = new ProbeHistory(TimeProvider.System, StartPatience);
        try
        {
            while (true)
            {
                var result = await RedisProbe.CheckAsync(options.Port, password, cancellationToken);
                if (result.Health == ServiceHealth.Working)
                {
                    return new RedisService(process, options.Port, password);
                }

                if (process.HasExited)
                {
                    throw new LocalHostException($"The Redis-compatible server ended immediately after its start. The reason is in {LogFile(options)}.");
                }

                if (history.IsBroken(result))
                {
                    throw result.Health == ServiceHealth.Silent
                        ? new LocalHostException($"The Redis-compatible server did not answer on port {options.Port} within {StartPatience.TotalSeconds:0} s. Its log is {LogFile(options)}.")
                        : LocalHostException.DoesNotStore("The Redis-compatible server", options.Port, result.Reason, options.DataFolder, LogFile(options));
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

    private static string LogFile(RedisOptions options) => Path.Combine(options.LogFolder, "redis.log");

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
