using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>retry</c> and <c>resend</c>: the commands of an import.</summary>
internal static class SendCommand
{
    /// <summary>The commands, each with the end of its help.</summary>
    public static IReadOnlyList<(Command Command, string Examples)> CreateAll() =>
    [
        Create("pause", "Pauses an import: no further row is started until it is resumed.", mayWait: false),
        Create("resume", "Resumes an import that is paused.", mayWait: true),
        Create("cancel", "Cancels an import: it ends with a workbook of the rows that were processed and those that were not.", mayWait: true),
        Create("retry", "Imports the rows that were not delivered again, as a new import, and shows its id.", mayWait: true),
        Create("resend", "Sends an import's result mail again.", mayWait: false),
    ];

    private static (Command Command, string Examples) Create(string name, string description, bool mayWait)
    {
        var host = new HostOptions();
        var id = IdArgument.Create();
        var json = JsonOutput.Option();
        var wait = new Option<bool>("--wait") { Description = "Shows the progress until the import has ended, and names the mail and the workbook." };
        var timeout = new Option<int?>("--timeout") { Description = "With --wait: the longest wait, in seconds. The import continues while a host runs.", HelpName = "seconds" };
        timeout.Validators.Add(result =>
        {
            // The parser reports a value that is not a number.
            if (result.Tokens is [{ } token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) && seconds <= 0)
            {
                result.AddError("--timeout takes a number of seconds above 0.");
            }
        });
        var command = new Command(name, description) { id, json };
        if (mayWait)
        {
            command.Options.Add(wait);
            command.Options.Add(timeout);
            command.Validators.Add(result =>
            {
                if (result.GetValue(wait) && result.GetValue(json))
                {
                    result.AddError("--json reports the command and --wait the end of the import: use only one of them.");
                }
            });
        }

        host.AddFindingTo(command);
        command.SetAction(parsed =>
        {
            var run = new SendCommandRun(host.Read(parsed), parsed.GetValue(id)!, name, AnsiConsole.Console, CommandLineApp.ErrorConsole());
            return mayWait && parsed.GetValue(wait)
                ? run.RunToEndAsync(parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan)
                : run.RunAsync(parsed.GetValue(json));
        });
        var waits = mayWait ? $"; with --wait 1 also when it does not end as {(name == "cancel" ? "cancelled" : "completed")}, 130 ended by Ctrl+C" : "";
        return (command, $"""
            Exit codes: 0 done, 1 not possible now, or no host serves{waits}; 2 usage error, or there is no such import.

            Examples:
              {name} 3f2a9c01{(mayWait ? $"\n  {name} 3f2a9c01 --wait" : "")}
            """);
    }
}
