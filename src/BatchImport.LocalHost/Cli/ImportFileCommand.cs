using System.CommandLine;
using System.Globalization;
using BatchImport.Common;
using BatchImport.Imports;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>import</c>: drops a file, shows the progress, and names the results.</summary>
internal static class ImportFileCommand
{
    /// <summary>The end of its help.</summary>
    public const string Examples =
        """
        Exit codes: 0 the import completed, 1 it was rejected or failed (or a service it needs failed), 2 usage error,
        130 ended by Ctrl+C (the import continues at the next start).

        Examples:
          import samples/customers.xlsx --owner ada@example.com
          import contacts.csv --owner ada@example.com --definition customers --timeout 600
        """;

    public static Command Create()
    {
        var host = new HostOptions();
        var file = new Argument<FileInfo>("file") { Description = "The spreadsheet: XLSX, XLSB, XLS or delimited text." };
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is { } given && !File.Exists(given.FullName))
            {
                result.AddError(Directory.Exists(given.FullName) ? $"'{given}' is a folder; name a file." : $"There is no file '{given}'.");
            }
        });
        var owner = new Option<string?>("--owner") { Description = "The address that gets the mail. Without it, the owner of the definition or of the setting Import:DefaultOwner.", HelpName = "address" };
        var definition = DefinitionOption.Create("Without it, the one that fits the header.");
        var encoding = EncodingOption.Create();
        owner.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !EmailAddress.IsValid(text))
            {
                result.AddError($"--owner must be one plain e-mail address, such as ada@example.com, and '{TerminalText.Escape(text)}' is not.");
            }
        });
        var again = new Option<bool>("--again") { Description = "Imports the file also when the same content was imported before under its name." };
        var timeout = new Option<int?>("--timeout") { Description = "The longest wait for the end, in seconds. The import continues while a host runs.", HelpName = "seconds" };
        timeout.Validators.Add(result =>
        {
            // The parser reports a value that is not a number.
            if (result.Tokens is [{ } token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) && seconds <= 0)
            {
                result.AddError("--timeout takes a number of seconds above 0.");
            }
        });

        var command = new Command(
            "import",
            "Imports a file: uses a running host, or starts what is missing and stops it at the end. Puts the file into the container 'imports' as any storage client would, shows its progress, and names the mail and the workbook.")
        {
            file, owner, definition, encoding, again, timeout,
        };
        host.AddTo(command);
        command.SetAction(parsed =>
        {
            var seconds = parsed.GetValue(timeout);
            var run = new ImportFileRun(
                host.Read(parsed),
                parsed.GetValue(file)!,
                parsed.GetValue(owner),
                parsed.GetValue(definition),
                parsed.GetValue(encoding),
                parsed.GetValue(again),
                seconds is { } limit ? TimeSpan.FromSeconds(limit) : Timeout.InfiniteTimeSpan,
                AnsiConsole.Console,
                CommandLineApp.ErrorConsole());
            return run.RunAsync();
        });
        return command;
    }
}
