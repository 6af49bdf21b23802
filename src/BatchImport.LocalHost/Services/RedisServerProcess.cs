using System.Globalization;
using System.Runtime.InteropServices;
using Garnet;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// The process of the Redis-compatible server: Microsoft.Garnet with an append-only file, which it compacts at its start and once a day. During
/// a compaction the server is unavailable for seconds, as during a restart.
/// </summary>
/// <param name="options">The options of the process.</param>
/// <param name="log">Its log.</param>
internal sealed class RedisServerProcess(RedisServerOptions options, TextWriter log)
{
    // Data of this size that is also several times as large as after the last compaction is compacted before the next day.
    private const long LargeData = 256L * 1024 * 1024;
    private const int Growth = 4;

    // While more than this is written in a minute, an import is being processed: a compaction waits for its end, at most for another interval.
    private const long Quiet = 64 * 1024;

    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);

    private readonly RedisGenerations _generations = new(options.Folder);
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _password = SecretFile.Ensure(options.PasswordFile, RedisOptions.PasswordCharacters);
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>Runs the server until a line <c>stop</c> on standard input, or SIGTERM. Returns the exit code.</summary>
    public static async Task<int> RunAsync(RedisServerOptions options)
    {
        // The host that started this process may be killed: output must go to a file, not into its pipe.
        await using var log = new StreamWriter(new FileStream(options.LogFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        Console.SetOut(log);
        Console.SetError(log);
        try
        {
            await new RedisServerProcess(options, log).RunAsync();
            return 0;
        }
        catch (Exception ex)
        {
            await log.WriteLineAsync(ex.ToString());
            return 1;
        }
    }

    private async Task RunAsync()
    {
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _stop.TrySetResult();
        });

        // Ctrl+C in a terminal reaches every process of the group: the host decides when this one ends.
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        ListenForStop();
        _generations.Prepare();
        while (!_stop.Task.IsCompleted)
        {
            var isDue = IsDue();
            if (isDue)
            {
                await CompactAsync();
            }

            using var server = Start(options.Port, _generations.Current);
            if (isDue)
            {
                // Measured from here: a slow machine must not spend its time on compactions.
                _notBefore = TimeProvider.System.GetUtcNow() + options.CompactionInterval;
            }

            await ServeAsync();
        }
    }

    /// <summary>Returns when the server is to stop, or a compaction is due and the server has little load.</summary>
    private async Task ServeAsync()
    {
        var look = options.CompactionInterval / 60 is var part && part < LongestLook ? part : LongestLook;
        var size = _generations.Size;
        var sinceDue = TimeSpan.Zero;
        while (await Task.WhenAny(_stop.Task, Task.Delay(look)) != _stop.Task)
        {
            var before = size;
            size = _generations.Size;
            if (IsDue() && (size - before < Quiet || (sinceDue += look) > options.CompactionInterval))
            {
                return;
            }
        }
    }

    private bool IsDue()
    {
        var now = TimeProvider.System.GetUtcNow();
        var size = _generations.Size;
        return now >= _notBefore && (size > Math.Max(LargeData, _generations.BegunWith * Growth)
            || (size > options.CompactionMinimum && (_generations.BegunAt is not { } at || now - at >= options.CompactionInterval)));
    }

    private async Task CompactAsync()
    {
        var next = _generations.Next();
        var before = _generations.Size;
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var ports = Ports.Free(2);
            int keys;
            using (Start(ports[0], _generations.Current))
            using (Start(ports[1], next))
            {
                keys = await RedisCompaction.CopyAsync(ports[0], ports[1], _password);
            }

            _generations.Commit(next);
            await log.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Compacted {before} bytes to {_generations.Size} with {keys} keys in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s."));
        }
        catch (Exception ex)
        {
            // The current generation remains. The next attempt is at the next start, or after another interval.
            await log.WriteLineAsync($"The compaction failed: {ex}");
            RedisGenerations.Discard(next);
        }
    }

    private Garnet.GarnetServer Start(int port, string folder)
    {
        var server = new Garnet.GarnetServer(Arguments(port, folder));
        server.Start();
        return server;
    }

    private string[] Arguments(int port, string folder) =>
    [
        "-q", "--bind", "127.0.0.1",
        "--port", port.ToString(CultureInfo.InvariantCulture),
        // These arguments stay within this process: no other program can read them.
        "--auth", "Password", "--password", _password,
        // Without the second option, two scripts over the same keys interfere: the server has many threads.
        "--lua", "--lua-transaction-mode",
        // A write is acknowledged when it is in the file: a killed server loses nothing, even on a busy machine.
        "--aof", "--aof-commit-wait", "--recover",
        // The native device requires a newer C library than some supported systems have, and would end the process there.
        "--device-type", "RandomAccess",
        "--checkpointdir", folder,
        // Beyond its memory the server would silently drop keys; with a storage tier it writes them to disk.
        "--storage-tier",
        "--logdir", folder,
        // Enough for the results of half a million rows; without limits the server takes a share of the machine's memory.
        "--memory", "1g", "--index", "16m", "--page", "16m",
    ];

    private void ListenForStop()
    {
        // A separate thread, because reading the console blocks. The end of the input means that the host was killed, which does not stop the server.
        var listener = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                if (line == "stop")
                {
                    _stop.TrySetResult();
                    return;
                }
            }
        })
        { IsBackground = true, Name = "stop-listener" };
        listener.Start();
    }
}
