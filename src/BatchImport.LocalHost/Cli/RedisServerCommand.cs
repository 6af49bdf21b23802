using System.CommandLine;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>redis-server</c>: what the host runs in a process of its own. Not for people, and not in the help.</summary>
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
        command.SetAction(parsed => RedisServerProcess.RunAsync(parsed.GetValue(port), parsed.GetValue(folder)!, parsed.GetValue(log)!, parsed.GetValue(password)!));
        return command;
    }
}
