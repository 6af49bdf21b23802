namespace BatchImport.LocalHost.Services;

/// <summary>
/// The Redis-compatible server: the one a killed host left, or a new one in a process of its own, so that killing the host loses no
/// result. It writes an append-only file and recovers from it.
/// </summary>
public sealed class RedisService : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeDelay = TimeSpan.FromMilliseconds(25);

    private readonly ChildProcess _process;

    private RedisService(ChildProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>What StackExchange.Redis connects with.</summary>
    public string ConnectionString => $"127.0.0.1:{Port},abortConnect=false";

    /// <summary>The process's id.</summary>
    public int ProcessId => _process.Record.Id;

    /// <summary>Starts the server. Returns when it answers, its data recovered.</summary>
    /// <exception cref="LocalHostException">It cannot be started; the message says what to do.</exception>
    public static Task<RedisService> StartAsync(RedisOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, leftOver: null, onLaunched: _ => { }, cancellationToken);

    /// <summary>Starts the server, or takes over the one that a killed host left.</summary>
    /// <param name="options">Where it keeps its data and listens.</param>
    /// <param name="leftOver">What the run file knows of an earlier one; null for nothing.</param>
    /// <param name="onLaunched">Told of the process as soon as there is one, so that the next host finds it should this one be killed.</param>
    /// <param name="cancellationToken">Ends the wait and what was started.</param>
    internal static async Task<RedisService> StartAsync(
        RedisOptions options, RunningService? leftOver, Action<RunningService> onLaunched, CancellationToken cancellationToken)
    {
        if (ChildProcess.Adopt(leftOver?.Process) is { } adopted)
        {
            if (leftOver!.Port == options.Port)
            {
                return await WaitAsync(adopted, options, cancellationToken);
            }

            // It holds the data folder on another port than is asked for now.
            await adopted.StopAsync(StopPatience);
            adopted.Dispose();
        }

        if (await Ports.IsTakenAsync(options.Port, cancellationToken))
        {
            var who = await RedisProbe.AnswersAsync(options.Port, cancellationToken)
                ? "a Redis server that was not started from this state folder (to use that one, name it in the setting Redis:ConnectionString)"
                : null;
            throw LocalHostException.PortTaken("the Redis-compatible server", options.Port, "--redis-port", who);
        }

        Directory.CreateDirectory(options.DataFolder);
        Directory.CreateDirectory(options.LogFolder);
        var (program, arguments) = OwnProgram.Command("redis-server", "--port", Text(options.Port), "--folder", options.DataFolder, "--log", LogFile(options));
        var process = ChildProcess.Start(program, arguments);
        onLaunched(new RunningService(process.Record, options.Port));
        return await WaitAsync(process, options, cancellationToken);
    }

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(StopPatience);
        _process.Dispose();
    }

    /// <summary>Waits for the end of its process.</summary>
    internal Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends the server at once, as a crash would.</summary>
    internal void Kill() => _process.Kill();

    private static async Task<RedisService> WaitAsync(ChildProcess process, RedisOptions options, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartPatience);
        try
        {
            while (!await RedisProbe.AnswersAsync(options.Port, timeout.Token))
            {
                if (process.HasExited)
                {
                    throw new LocalHostException($"The Redis-compatible server ended as soon as it was started. Its last words are in {LogFile(options)}.");
                }

                await Task.Delay(ProbeDelay, timeout.Token);
            }

            return new RedisService(process, options.Port);
        }
        catch (Exception exception)
        {
            await process.StopAsync(StopPatience);
            process.Dispose();
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new LocalHostException(
                    $"The Redis-compatible server did not answer on port {options.Port} within {StartPatience.TotalSeconds:0} s. Its log is {LogFile(options)}.", exception);
            }

            throw;
        }
    }

    private static string LogFile(RedisOptions options) => Path.Combine(options.LogFolder, "redis.log");

    private static string Text(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
