using System.Globalization;
using BatchImport.Functions.Endpoints;
using BatchImport.Imports;
using BatchImport.LocalHost.Hosting;
using BatchImport.Workbooks;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>Reports how an import ended: its counts, its workbook, its mail.</summary>
/// <param name="console">For results.</param>
/// <param name="errors">For an end other than the expected one.</param>
internal sealed class ImportOutcome(IAnsiConsole console, IAnsiConsole errors)
{
    /// <summary>Reports the outcome, and copies the workbook into the state folder.</summary>
    /// <param name="follower">The client of the host.</param>
    /// <param name="status">The import, which has ended.</param>
    /// <param name="isCancelWanted">True when it was expected to end as cancelled; false when it was expected to complete.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> TellAsync(ImportFollower follower, ImportView status, bool isCancelWanted, CancellationToken cancellationToken)
    {
        var rows = Rows(status);
        var isWanted = status.State == (isCancelWanted ? ImportState.Cancelled : ImportState.Completed);
        var problem = status.Problem is { } text ? TerminalText.Escape(text) : rows;
        if (isWanted)
        {
            console.WriteText($"{(isCancelWanted ? "Cancelled" : "Completed")}: {rows}.", new Style(Color.Green));
        }
        else
        {
            errors.WriteProblem($"The import {Ended(status.State)}: {problem}");
        }

        if (status.Follows is { } followed)
        {
            console.WriteLineAsIs("Follows:  import " + followed);
        }

        if (status.WorkbookUrl is { } url)
        {
            // One folder per import: the next workbook does not replace one that a user may be editing.
            var target = Path.Combine(follower.Session.Status.StateFolder, "results", status.Id[..IdArgument.Shown], WorkbookFileName.For(status.FileName));
            await follower.DownloadAsync(status.Id, new Uri(url), target, cancellationToken);
            console.WriteLineAsIs($"Workbook: {target}");
        }

        console.WriteLineAsIs("Mail:     " + MailOf(follower.Session, status));
        return isWanted ? ExitCodes.Completed : ExitCodes.Failed;
    }

    private static string Rows(ImportView status)
    {
        var rows = string.Create(CultureInfo.CurrentCulture, $"{status.Rows ?? 0:N0} rows, {status.Succeeded:N0} succeeded, {status.Failed:N0} failed");
        var others = (status.Rows ?? 0) - status.Succeeded - status.Failed;
        return others > 0 ? string.Create(CultureInfo.CurrentCulture, $"{rows}, {others:N0} not processed") : rows;
    }

    private static string Ended(ImportState state) => state switch
    {
        ImportState.Rejected => "was rejected",
        ImportState.Cancelled => "was cancelled",
        ImportState.Completed => "completed before it could be cancelled",
        _ => "failed",
    };

    private static string MailOf(HostSession session, ImportView status)
    {
        switch (status.Mail)
        {
            case MailState.Sent:
                break;
            case MailState.Failed:
                return "could not be sent; see the host's log";
            case MailState.Nobody:
                return "none, no owner is known";
            default:
                return "not sent yet; the host tries again";
        }

        if (session.Status.Outbox is not { } outbox)
        {
            return "sent";
        }

        return Directory.Exists(outbox) && Directory.EnumerateFiles(outbox, $"*{status.Id}*.eml").OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault() is { } mail ? mail : outbox;
    }
}
