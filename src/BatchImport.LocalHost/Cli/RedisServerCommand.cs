using System.CommandLine;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>redis-server</c>: the Redis-compatible server, which the host runs in a separate process. Not for users, and not in the help.</summary>
internal static class RedisServerCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Required = true };
        var folder = new Option<string>("--folder") { Required = true };
        var log = new Option<string>("--log") { Required = true };
        var password = new Option<string>("--password-file") { Required = true };
        var command = new Command("redis-server", "Runs the Redis-compatible server.") { port, folder, log, password };
        command.Hidden = true;
        var interval = new Option<double>("--compaction-seconds") { Required = true };
        var minimum = new Option<long>("--compaction-bytes") { Required = true };
        command.Options.Add(interval);
        command.Options.Add(minimum);
        command.SetAction(parsed => RedisServerProcess.RunAsync(new RedisServerOptions
        {
            Port = parsed.GetValue(port),
            Folder = parsed.GetValue(folder)!,
            LogFile = parsed.GetValue(log)!,
            PasswordFile = parsed.GetValue(password)!,
            CompactionInterval = TimeSpan.FromSeconds(parsed.GetValue(interval)),
            CompactionMinimum = parsed.GetValue(minimum),
        }));
        return command;
    }
}
