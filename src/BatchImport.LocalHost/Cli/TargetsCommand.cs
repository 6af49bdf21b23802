using System.CommandLine;
using BatchImport.Targets.Sql;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>targets</c>: prepares what the rows of imports are sent to.</summary>
internal static class TargetsCommand
{
    /// <summary>The end of its help.</summary>
    public const string Examples =
        """
        The connection string is the setting Targets:Sql:<connection>, in local.settings.json or in the environment as Targets__Sql__<connection>.

        Examples:
          targets init crm
          targets init crm --print
        """;

    public static Command Create()
    {
        var connection = new Argument<string>("connection") { Description = "The name of the database connection, as in the definitions." };
        var print = new Option<bool>("--print") { Description = "Prints the script that creates the table, and does not connect to the database." };
        var host = new HostOptions();
        var init = new Command("init", "Creates the table in which a database records the rows that were written, where it is missing.") { connection, print };
        host.AddFindingTo(init);
        init.SetAction(parsed => CommandLineApp.GuardAsync(CommandLineApp.ErrorConsole(), async stop =>
        {
            await using var tools = new SqlTargetTools(host.Read(parsed).ReadSettings());
            return await new TargetsRun(tools, AnsiConsole.Console, CommandLineApp.ErrorConsole()).InitAsync(parsed.GetValue(connection)!, parsed.GetValue(print), stop);
        }));
        return new Command("targets", "Prepares the targets that rows are sent to.") { init };
    }
}
