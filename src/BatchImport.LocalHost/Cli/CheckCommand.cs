using System.CommandLine;
using BatchImport.Spreadsheets.Text;
using BatchImport.Targets.Sql;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>check</c>: reports what is wrong with a definition, or with a spreadsheet, and imports nothing.</summary>
internal static class CheckCommand
{
    /// <summary>The end of its help.</summary>
    public const string Examples =
        """
        Exit codes: 0 valid, 1 errors were found, 2 usage error.

        Examples:
          check samples/customers.json
          check samples/customers.xlsx --definition samples/customers.json
        """;

    private const int DefaultErrors = 20;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A definition (.json), or a spreadsheet: XLSX, XLSB, XLS or delimited text." };
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is { } given && Problem(given) is { } problem)
            {
                result.AddError(problem);
            }
        });
        var host = new HostOptions();
        var definition = DefinitionOption.Create("A name is looked up at the running host or, without a host, among the definitions of this program. Without it, any columns are valid.");
        var encoding = EncodingOption.Create();
        var errors = new Option<int>("--errors") { Description = "How many errors to show.", DefaultValueFactory = _ => DefaultErrors, HelpName = "number" };
        errors.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--errors takes a number above 0.");
            }
        });
        var command = new Command("check", "Reports what is wrong with a definition, or with a spreadsheet by a definition. A definition with a target of the type sql is also compared with its table. Imports nothing and starts nothing.") { file, definition, encoding, errors };
        host.AddFindingTo(command);
        command.SetAction(parsed =>
        {
            var run = new CheckRun(AnsiConsole.Console, CommandLineApp.ErrorConsole());
            return CommandLineApp.GuardAsync(
                CommandLineApp.ErrorConsole(),
                async stop =>
                {
                    var found = parsed.GetValue(definition) is { } given ? await CheckDefinition.FindAsync(given, host.Read(parsed), stop) : null;
                    var encodingName = parsed.GetValue(encoding);
                    var code = run.Run(parsed.GetValue(file)!, found, encodingName is null ? null : TextEncoding.Find(encodingName), parsed.GetValue(errors), stop);
                    if (run.Definition is not { Target.Sql: not null } valid)
                    {
                        return code;
                    }

                    await using var tools = new SqlTargetTools(host.Read(parsed).ReadSettings());
                    return await new TargetsRun(tools, AnsiConsole.Console, CommandLineApp.ErrorConsole()).CheckAsync(valid, stop);
                });
        });
        return command;
    }

    private static string? Problem(FileInfo file) =>
        File.Exists(file.FullName) ? null : Directory.Exists(file.FullName) ? $"'{file}' is a folder; name a file." : $"There is no file '{file}'.";
}
