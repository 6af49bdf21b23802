using System.CommandLine;
using System.Globalization;
using BatchImport.Common;
using BatchImport.Functions.Endpoints;
using BatchImport.Imports;
using BatchImport.LocalHost.Hosting;
using BatchImport.Pipeline;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>list</c>: the imports of a host.</summary>
internal static class ListCommand
{
    /// <summary>The end of its help.</summary>
    public const string Examples =
        """
        Exit codes: 0 listed, 1 no host serves, or it failed, 2 usage error.

        Examples:
          list
          list --only failed,rejected --since 7d
          list --owner ada@example.com --json
        """;

    private const int MostTaken = 200;

    public static Command Create()
    {
        var host = new HostOptions();
        var only = new Option<string?>("--only")
        {
            Description = $"Only imports in these states, with commas between them: {string.Join(", ", Enum.GetNames<ImportState>()).ToLowerInvariant()}.",
            HelpName = "states",
        };
        only.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Words(text).FirstOrDefault(word => !IsState(word)) is { } wrong)
            {
                result.AddError($"'{TerminalText.Escape(wrong)}' is not a state. Valid states: {string.Join(", ", Enum.GetNames<ImportState>()).ToLowerInvariant()}.");
            }
        });
        var owner = new Option<string?>("--owner") { Description = "Only imports whose mail goes to this address.", HelpName = "address" };
        var since = Time("--since", "Only imports whose file arrived at or after this time: 30m, 12h or 7d ago, or 2026-01-31T12:00.");
        var until = Time("--until", "Only imports whose file arrived before this time.");
        var skip = Number("--skip", "How many to skip, from the newest.", 0, 0, int.MaxValue - MostTaken);
        var take = Number("--take", "How many to show.", 20, 1, MostTaken);
        var json = JsonOutput.Option();
        var command = new Command("list", "Lists the imports of the running host, newest first.") { only, owner, since, until, skip, take, json };
        host.AddFindingTo(command);
        command.SetAction(parsed => CommandLineApp.GuardAsync(CommandLineApp.ErrorConsole(), async stop =>
        {
            string?[] filters =
            [
                Filter("state", parsed.GetValue(only) is { } states ? string.Join(',', Words(states)) : null),
                Filter("owner", parsed.GetValue(owner)),
                Filter("from", Utc(parsed.GetValue(since))),
                Filter("to", Utc(parsed.GetValue(until))),
            ];
            await using var session = await HostSession.FindRunningAsync(host.Read(parsed), stop);
            var (from, count) = (parsed.GetValue(skip), parsed.GetValue(take));
            var query = string.Create(CultureInfo.InvariantCulture, $"skip={from}&take={count}") + string.Concat(filters);
            var answer = await new HostedImports(session).ListAsync(query, stop);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(AnsiConsole.Console, answer.Body!.Value);
            }
            else
            {
                Show(AnsiConsole.Console, answer.Read<ImportPage>(), from + count, TimeProvider.System);
            }

            return ExitCodes.Completed;
        }));
        return command;
    }

    /// <summary>Shows a page of imports.</summary>
    /// <param name="console">The console.</param>
    /// <param name="page">The imports.</param>
    /// <param name="next">How many to skip for the next page.</param>
    /// <param name="time">The time zone.</param>
    internal static void Show(IAnsiConsole console, ImportPage page, int next, TimeProvider time)
    {
        if (page.Items.Count == 0)
        {
            console.WriteText("No imports.");
            return;
        }

        ImportListTable.Write(console, page.Items, time);
        if (page.Next is not null)
        {
            console.WriteText(string.Create(CultureInfo.InvariantCulture, $"There are more: --skip {next}"));
        }
    }

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsState(string word) => EnumWord.TryParse<ImportState>(word, out _);

    private static string? Filter(string name, string? value) => string.IsNullOrEmpty(value) ? null : $"&{name}={Uri.EscapeDataString(value)}";

    private static string? Utc(string? typed) =>
        typed is null ? null : TimeText.Parse(typed, TimeProvider.System)?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Option<string?> Time(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "time" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && TimeText.Parse(text, TimeProvider.System) is null)
            {
                result.AddError($"{name} {TimeText.Rule}.");
            }
        });
        return option;
    }

    private static Option<int> Number(string name, string description, int absent, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "number", DefaultValueFactory = _ => absent };
        option.Validators.Add(result =>
        {
            // The parser reports a value that is not a number.
            if (result.Tokens is [{ } token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && (number < least || number > most))
            {
                result.AddError($"{name} takes a number from {least} to {most}.");
            }
        });
        return option;
    }
}
