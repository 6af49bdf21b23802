using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using BatchImport.LocalHost.DurableTask;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>The program's commands.</summary>
internal static class CommandLineApp
{
    private const string RootExamples =
        """
        Examples:
          import samples/customers.xlsx --owner ada@example.com
          check samples/customers.xlsx --definition samples/customers.json
          serve
        """;

    /// <summary>Runs a command line. Returns the exit code: <see cref="ExitCodes"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Runs BatchImport on this machine: starts Azurite (the Azure Storage emulator), a Redis-compatible server and the functions, as needed.");
        var import = ImportCommand.Create();
        var serve = ServeCommand.Create();
        root.Subcommands.Add(import);
        var check = CheckCommand.Create();
        root.Subcommands.Add(check);
        root.Subcommands.Add(serve);
        root.Subcommands.Add(RedisServerCommand.Create());

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesInHelp((HelpAction)help.Action!, new Dictionary<Command, string>
        {
            [root] = RootExamples,
            [import] = ImportCommand.Examples,
            [check] = CheckCommand.Examples,
            [serve] = ServeCommand.Examples,
        });

        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            await Console.Error.WriteLineAsync($"{string.Join(Environment.NewLine, parsed.Errors.Select(each => each.Message))} See --help.");
            return ExitCodes.Usage;
        }

        // Signals are ours: what was started must be stopped before the process ends.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
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
