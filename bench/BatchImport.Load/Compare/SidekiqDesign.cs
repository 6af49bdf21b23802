using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BatchImport.LocalHost.Services;
using StackExchange.Redis;

namespace BatchImport.Load.Compare;

/// <summary>
/// The original design of this project, in Ruby (Sidekiq/*.rb): a batch in Redis with its size, a counter, its owner and two lists, one
/// Sidekiq job per row, and the last job writes the workbook. Requires redis-server and ruby with sidekiq and roo.
/// </summary>
internal static class SidekiqDesign
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(20);

    private static readonly (string Name, string[] Arguments, string How)[] Needs =
    [
        ("redis-server", ["--version"], "redis-server (Debian: apt install redis-server)"),
        ("ruby", ["-e", "require 'sidekiq'"], "ruby with sidekiq (Debian: apt install ruby-sidekiq)"),
        ("ruby", ["-e", "require 'roo'"], "the gem roo (Debian: apt install ruby-roo)"),
    ];

    /// <summary>The missing programs and how to install them; empty when none is missing.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var (name, arguments, how) in Needs)
        {
            if (!await WorksAsync(name, arguments, cancellationToken))
            {
                missing.Add(how);
            }
        }

        return missing;
    }

    /// <summary>Runs one batch: from the moment the file is opened until the last job has stored the workbook.</summary>
    /// <param name="file">The XLSX file.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="bulk">True to push the jobs in bulk, false to push them one by one, as the design does.</param>
    /// <param name="folder">A folder for its files.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How long it took, in seconds.</returns>
    /// <exception cref="LoadException">The batch failed.</exception>
    public static async Task<double> RunAsync(string file, int rows, bool bulk, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var port = Ports.Free().ToString(CultureInfo.InvariantCulture);
        var url = $"redis://127.0.0.1:{port}/0";
        using var redis = Start("redis-server", ["--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "yes", "--dir", folder], url);
        using var worker = Start("ruby", ["-S", "sidekiq", "--require", Script("jobs.rb"), "--concurrency", "10"], url);
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},abortConnect=false");
            while (await connection.GetDatabase().SetLengthAsync("processes") == 0)
            {
                await Task.Delay(LookDelay, patience.Token);
            }

            var workbook = Path.Combine(folder, "sidekiq.xlsx");
            var began = Stopwatch.GetTimestamp();
            using var push = Start("ruby", [Script("push.rb"), file, workbook, bulk ? "bulk" : "single"], url);
            while (!await connection.GetDatabase().KeyExistsAsync("batch:done"))
            {
                if (worker.HasExited || push is { HasExited: true, ExitCode: not 0 })
                {
                    throw new LoadException("The Sidekiq program ended before its batch did.");
                }

                if (await connection.GetDatabase().SortedSetLengthAsync("retry") > 0)
                {
                    throw new LoadException("A job of the Sidekiq program failed: run Sidekiq/push.rb and a worker with Sidekiq/jobs.rb by hand to see why.");
                }

                await Task.Delay(LookDelay, patience.Token);
            }

            var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var results = await connection.GetDatabase().ListLengthAsync("batch:success") + await connection.GetDatabase().ListLengthAsync("batch:errors");
            await push.WaitForExitAsync(patience.Token);
            return results == rows ? took : throw new LoadException(string.Create(CultureInfo.InvariantCulture, $"The Sidekiq program has {results} results for {rows} rows."));
        }
        finally
        {
            await EndAsync(worker);
            await EndAsync(redis);
        }
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Sidekiq", name);

    private static Process Start(string program, string[] arguments, string redisUrl)
    {
        var info = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["REDIS_URL"] = redisUrl;
        var process = Process.Start(info) ?? throw new LoadException($"'{program}' could not be started.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static async Task<bool> WorksAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Start(program, arguments, "");
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
