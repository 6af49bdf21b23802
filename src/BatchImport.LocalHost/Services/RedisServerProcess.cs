using System.Globalization;
using System.Runtime.InteropServices;
using Garnet;

namespace BatchImport.LocalHost.Services;

/// <summary>What runs in the Redis-compatible server's own process: Microsoft.Garnet with an append-only file.</summary>
internal static class RedisServerProcess
{
    /// <summary>Runs the server until a line <c>stop</c> on standard input, or SIGTERM. Returns the exit code.</summary>
    public static async Task<int> RunAsync(int port, string folder, string logFile, string passwordFile)
    {
        // The host that started this process may be killed: what is written must go to a file, not into its pipe.
        await using var log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        Console.SetOut(log);
        Console.SetError(log);

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context));
        // Ctrl+C in a terminal reaches every process of the group: the host decides when this one ends.
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        try
        {
            using var server = new Garnet.GarnetServer(Arguments(port, folder, RedisPassword.Ensure(passwordFile)));
            server.Start();
            ListenForStop(stop);
            await stop.Task;
            return 0;
        }
        catch (Exception exception)
        {
            await log.WriteLineAsync(exception.ToString());
            return 1;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static string[] Arguments(int port, string folder, string password) =>
    [
        "-q", "--bind", "127.0.0.1",
        "--port", port.ToString(CultureInfo.InvariantCulture),
        // These arguments are this process's own: no other program sees them.
        "--auth", "Password", "--password", password,
        // Without the second, two scripts over the same keys run into each other: the server has many threads.
        "--lua", "--lua-transaction-mode",
        // A write is acknowledged when it is in the file: a killed server loses nothing, on a busy machine too.
        "--aof", "--aof-commit-wait", "--recover",
        // The native device needs a newer C library than some supported systems have, and ends the process there.
        "--device-type", "RandomAccess",
        "--checkpointdir", folder,
        // Beyond its memory the server would drop keys in silence; with a tier it writes them to disk.
        "--storage-tier",
        "--logdir", folder,
        // Enough for the results of half a million rows; without limits it takes its share of the machine.
        "--memory", "1g", "--index", "16m", "--page", "16m",
    ];

    private static void ListenForStop(TaskCompletionSource stop)
    {
        // A thread of its own: reading the console blocks. The end of the input means that the host was killed, and is no reason to stop.
        var listener = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                if (line == "stop")
                {
                    stop.TrySetResult();
                    return;
                }
            }
        })
        { IsBackground = true, Name = "stop-listener" };
        listener.Start();
    }
}
