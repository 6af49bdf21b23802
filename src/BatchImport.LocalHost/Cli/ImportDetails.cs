using System.Globalization;
using BatchImport.Functions.Endpoints;
using BatchImport.Imports;
using BatchImport.LocalHost.Hosting;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>Writes everything about an import as text.</summary>
internal static class ImportDetails
{
    /// <summary>Writes the import.</summary>
    /// <param name="console">The console.</param>
    /// <param name="import">The import.</param>
    /// <param name="errors">Its first errors.</param>
    /// <param name="page">The address of its page.</param>
    /// <param name="time">The time zone.</param>
    public static void Write(IAnsiConsole console, ImportView import, ErrorPage errors, Uri page, TimeProvider time)
    {
        console.WriteText($"{TerminalText.Escape(import.FileName)} is {EndpointJson.Word(import.State)}", new Style(decoration: Decoration.Bold));
        foreach (var (name, value) in Lines(import, page, time))
        {
            if (value is not null)
            {
                console.WriteLineAsIs($"{name,-12}{TerminalText.Escape(value)}");
            }
        }

        if (errors.Items.Count > 0)
        {
            Write(console, errors, import.Failed);
        }
    }

    private static IEnumerable<(string Name, string? Value)> Lines(ImportView import, Uri page, TimeProvider time)
    {
        yield return ("Import", import.Id);
        yield return ("Follows", import.Follows);
        yield return ("Owner", import.Owner);
        yield return ("Definition", import.Definition);
        yield return ("Rows", import.Rows is null ? null : ImportDisplay.Details(import));
        yield return ("Waiting", WaitText.Format(import, time));
        yield return ("Problem", import.Problem is { } problem && import.ProblemCode is { } code ? $"{problem} ({code})" : import.Problem);
        yield return ("Mail", import.Mail);
        foreach (var webhook in import.Webhooks ?? [])
        {
            var detail = webhook is { State: not WebhookState.Delivered, Detail: { } cause } ? $", {cause}" : "";
            yield return ("Webhook", string.Create(CultureInfo.InvariantCulture, $"{webhook.Host}: {EndpointJson.Word(webhook.State)} ({webhook.Event}, {webhook.Attempts} {(webhook.Attempts == 1 ? "attempt" : "attempts")}{detail})"));
        }

        yield return ("Received", TimeText.Format(import.ReceivedAt, time));
        yield return ("Started", import.StartedAt is { } started ? TimeText.Format(started, time) : null);
        yield return ("Finished", import.FinishedAt is { } finished ? TimeText.Format(finished, time) : null);
        yield return ("Forgotten", TimeText.Format(import.ExpiresAt, time));
        yield return ("Possible", import.Commands.Count == 0 ? "nothing" : string.Join(", ", import.Commands));
        yield return ("Page", page.AbsoluteUri);
        yield return ("Status", import.Url);
        yield return ("Workbook", import.WorkbookUrl);
        yield return ("File", import.Url is null ? null : $"{import.Url}/original");
    }

    private static void Write(IAnsiConsole console, ErrorPage errors, int all)
    {
        var table = new Table();
        table.AddColumn(new TableColumn("Row").RightAligned());
        table.AddColumn("Column");
        table.AddColumn("Reason");
        foreach (var row in errors.Items)
        {
            foreach (var error in row.Errors)
            {
                table.AddRow(new Text(row.Row.ToString(CultureInfo.InvariantCulture)), new Text(TerminalText.Escape(error.Column ?? "")), new Text(TerminalText.Escape(error.Message)));
            }
        }

        console.WriteText(string.Create(CultureInfo.CurrentCulture, $"\nErrors, {errors.Items.Count:N0} of {Math.Max(all, errors.Items.Count):N0} rows:"));
        console.WriteTable(table);
    }
}
