using System.CommandLine;
using BatchImport.Definitions;
using BatchImport.LocalHost.Hosting;
using BatchImport.Spreadsheets.Text;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>definitions</c>: the definitions of a running host, and a proposal for a new one.</summary>
internal static class DefinitionsCommand
{
    /// <summary>The end of its help.</summary>
    public const string Examples =
        """
        Exit codes: 0 done, 1 the definition has mistakes, no host serves, or it failed, 2 usage error, or there is no such definition.

        Examples:
          definitions list
          definitions new samples/customers.xlsx --name customers > customers.json
          definitions put samples/customers.json
          definitions template customers --output customers.xlsx
        """;

    public static Command Create() => new("definitions", "Lists, shows, changes and proposes definitions.")
    {
        List(), Show(), Put(), Delete(), New(), Template(),
    };

    private static Command List()
    {
        var json = JsonOutput.Option();
        return OnHost("list", "Lists the definitions of the running host, also those with mistakes.", [json], (parsed, run, stop) => run.ListAsync(parsed.GetValue(json), stop));
    }

    private static Command Show()
    {
        var name = Name();
        return OnHost("show", "Writes a definition of the running host as it is stored.", [name], (parsed, run, stop) => run.ShowAsync(parsed.GetValue(name)!, stop));
    }

    private static Command Put()
    {
        var file = ExistingFile("file", "The definition (.json). Its name is in it.");
        var isNew = new Option<bool>("--new") { Description = "Fails if the host has a definition of this name." };
        return OnHost(
            "put", "Stores a definition on the running host, or lists its mistakes. Imports that start after that use it.", [file, isNew],
            (parsed, run, stop) => run.PutAsync(parsed.GetValue(file)!, parsed.GetValue(isNew), stop));
    }

    private static Command Delete()
    {
        var name = Name();
        return OnHost("delete", "Deletes a definition of the running host. Imports that have started keep it.", [name], (parsed, run, stop) => run.DeleteAsync(parsed.GetValue(name)!, stop));
    }

    private static Command Template()
    {
        var name = Name();
        var output = new Option<FileInfo?>("--output") { Description = "The file to write. Default: the definition's name, with .xlsx.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Replaces the file if it exists." };
        return OnHost(
            "template", "Writes an empty workbook to fill in: the columns of a definition of the running host, their rules and choices.", [name, output, force],
            (parsed, run, stop) => run.TemplateAsync(parsed.GetValue(name)!, parsed.GetValue(output), parsed.GetValue(force), stop));
    }

    private static Command New()
    {
        var file = ExistingFile("spreadsheet", "A sample: XLSX, XLSB, XLS or delimited text.");
        var name = new Option<string?>("--name") { Description = "The name of the definition. Default: from the file's name.", HelpName = "name" };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !DefinitionNames.IsValid(text))
            {
                result.AddError($"--name takes {DefinitionNames.Rule}.");
            }
        });
        var encoding = EncodingOption.Create();
        var command = new Command("new", "Proposes a definition for a spreadsheet, with what is sure and why as comments. Needs no host, and stores nothing.") { file, name, encoding };
        command.SetAction(parsed => CommandLineApp.GuardAsync(CommandLineApp.ErrorConsole(), stop =>
        {
            var encodingName = parsed.GetValue(encoding);
            return Task.FromResult(ProposalRun.Run(
                AnsiConsole.Console, CommandLineApp.ErrorConsole(), parsed.GetValue(file)!, parsed.GetValue(name), encodingName is null ? null : TextEncoding.Find(encodingName), stop));
        }));
        return command;
    }

    private static Command OnHost(string name, string description, IReadOnlyList<Symbol> symbols, Func<ParseResult, DefinitionsRun, CancellationToken, Task<int>> body)
    {
        var host = new HostOptions();
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        host.AddFindingTo(command);
        command.SetAction(parsed => CommandLineApp.GuardAsync(CommandLineApp.ErrorConsole(), async stop =>
        {
            await using var session = await HostSession.FindRunningAsync(host.Read(parsed), stop);
            return await body(parsed, new DefinitionsRun(session, AnsiConsole.Console, CommandLineApp.ErrorConsole()), stop);
        }));
        return command;
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("name") { Description = "The name of the definition." };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !DefinitionNames.IsValid(text))
            {
                result.AddError($"'{TerminalText.Escape(text)}' is not the name of a definition, which has {DefinitionNames.Rule}. 'definitions list' shows them.");
            }
        });
        return name;
    }

    private static Argument<FileInfo> ExistingFile(string name, string description)
    {
        var file = new Argument<FileInfo>(name) { Description = description };
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is { } given && !given.Exists)
            {
                result.AddError(Directory.Exists(given.FullName) ? $"'{given}' is a folder; name a file." : $"There is no file '{given}'.");
            }
        });
        return file;
    }
}
