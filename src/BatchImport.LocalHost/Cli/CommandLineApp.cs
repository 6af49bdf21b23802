using System.CommandLine;
using BatchImport.LocalHost.DurableTask;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>The program's commands.</summary>
internal static class CommandLineApp
{
    /// <summary>Runs a command line. Returns the exit code: <see cref="ExitCodes"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand(
            """
            Runs BatchImport on this machine: starts Azurite (the Azure Storage emulator), a Redis-compatible server and the functions, as needed.

            Examples:
              import samples/customers.xlsx --owner ada@example.com
              serve
            """);
        root.Subcommands.Add(ImportCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(RedisServerCommand.Create());

        var parsed = root.Parse(arguments);
        // Signals are ours: what was started must be stopped before the process ends.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }

    /// <summary>Runs a command's body; tells what went wrong outside it, and makes an exit code of it.</summary>
    public static async Task<int> GuardAsync(IAnsiConsole console, Func<CancellationToken, Task<int>> body)
    {
        using var signals = new StopSignals();
        try
        {
            return await body(signals.Token);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is LocalHostException or HostInUseException or TaskHubException)
        {
            console.Write(new Text(exception.Message + "\n", new Style(Color.Red)));
            return ExitCodes.Failed;
        }
        catch (Exception exception)
        {
            // Nothing foresaw it: whoever reads this needs all of it.
            console.Write(new Text($"Something failed that should not: {exception}\n", new Style(Color.Red)));
            return ExitCodes.Failed;
        }
    }

    /// <summary>The console for what is no result: warnings and problems.</summary>
    public static IAnsiConsole ErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
