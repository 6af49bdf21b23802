using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using BatchImport.LocalHost.TaskHub;
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
          list --only failed
        """;

    /// <summary>Runs a command line. Returns the exit code: <see cref="ExitCodes"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = CreateRoot().Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            await Console.Error.WriteLineAsync($"{string.Join(Environment.NewLine, parsed.Errors.Select(each => each.Message))} See --help.");
            return ExitCodes.Usage;
        }

        // Signals are handled here: the services that were started must be stopped before the process ends.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    /// <summary>The commands, with their options.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Runs BatchImport on this machine: starts Azurite (the Azure Storage emulator), a Redis-compatible server and the functions, as needed.");
        var ends = new Dictionary<Command, string> { [root] = RootExamples };
        Add(ImportFileCommand.Create(), ImportFileCommand.Examples);
        Add(CheckCommand.Create(), CheckCommand.Examples);
        Add(ServeCommand.Create(), ServeCommand.Examples);
        Add(ListCommand.Create(), ListCommand.Examples);
        Add(ShowCommand.Create(), ShowCommand.Examples);
        foreach (var (steer, examples) in SendCommand.CreateAll())
        {
            Add(steer, examples);
        }

        Add(DefinitionsCommand.Create(), DefinitionsCommand.Examples);
        Add(TargetsCommand.Create(), TargetsCommand.Examples);
        root.Subcommands.Add(RedisServerCommand.Create());
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesInHelp((HelpAction)help.Action!, ends);
        return root;

        void Add(Command command, string end)
        {
            root.Subcommands.Add(command);
            ends[command] = end;
        }
    }

    /// <summary>Runs a command's body, reports the exceptions that it throws, and returns the exit code.</summary>
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
        catch (CommandException ex)
        {
            console.WriteProblem(ex.Message);
            return ex.ExitCode;
        }
        catch (Exception ex) when (ex is LocalHostException or HostInUseException or TaskHubException)
        {
            console.WriteProblem(ex.Message);
            return ExitCodes.Failed;
        }
        catch (Exception ex)
        {
            // Unforeseen: the stack trace is needed to find the cause.
            console.WriteProblem($"Unexpected error: {ex}");
            return ExitCodes.Failed;
        }
    }

    /// <summary>The console for warnings and problems, which are not results.</summary>
    public static IAnsiConsole ErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
