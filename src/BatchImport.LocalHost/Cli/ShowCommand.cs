using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Hosting;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>show</c>: everything about one import.</summary>
internal static class ShowCommand
{
    /// <summary>The end of its help.</summary>
    public const string Examples =
        """
        Exit codes: 0 shown, 1 no host serves, or it failed, 2 usage error, or there is no such import.

        Examples:
          show 3f2a9c01
          show 3f2a9c01 --errors 100 --json
        """;

    private const int DefaultErrors = 10;
    private const int MostErrors = 500;

    public static Command Create()
    {
        var host = new HostOptions();
        var id = IdArgument.Create();
        var errors = new Option<int>("--errors") { Description = "How many errors to show.", DefaultValueFactory = _ => DefaultErrors, HelpName = "number" };
        errors.Validators.Add(result =>
        {
            // The parser reports a value that is not a number.
            if (result.Tokens is [{ } token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number is < 0 or > MostErrors)
            {
                result.AddError($"--errors takes a number from 0 to {MostErrors}.");
            }
        });
        var json = JsonOutput.Option();
        var command = new Command("show", "Shows one import of the running host: its state, its first errors, its links, and the commands it allows.") { id, errors, json };
        host.AddFindingTo(command);
        command.SetAction(parsed => CommandLineApp.GuardAsync(CommandLineApp.ErrorConsole(), async stop =>
        {
            await using var session = await HostSession.FindRunningAsync(host.Read(parsed), stop);
            var imports = new HostedImports(session);
            var answer = await imports.FindAsync(parsed.GetValue(id)!, stop);
            var import = answer.Read<ImportView>();
            var found = await imports.ErrorsAsync(import.Id, parsed.GetValue(errors), stop);
            if (parsed.GetValue(json))
            {
                var all = JsonObject.Create(answer.Body!.Value)!;
                all["errors"] = JsonArray.Create(found.Body!.Value.GetProperty("items"));
                JsonOutput.Write(AnsiConsole.Console, all);
            }
            else
            {
                ImportDetails.Write(AnsiConsole.Console, import, found.Read<ErrorPage>(), session.PageOf(import.Id), TimeProvider.System);
            }

            return ExitCodes.Completed;
        }));
        return command;
    }
}
