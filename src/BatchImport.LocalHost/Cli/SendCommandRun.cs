using System.Globalization;
using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>Sends a command to an import.</summary>
/// <param name="arguments">Which host.</param>
/// <param name="typed">The import's id or its beginning.</param>
/// <param name="command">The command: pause, resume, cancel, retry or resend.</param>
/// <param name="console">For results.</param>
/// <param name="errors">For problems.</param>
internal sealed class SendCommandRun(HostArguments arguments, string typed, string command, IAnsiConsole console, IAnsiConsole errors)
{
    // A host that is restarted is available within this time.
    private static readonly TimeSpan GonePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SearchDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends the command, and reports the result.</summary>
    /// <param name="asJson">True to write the endpoint's answer.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(bool asJson) => CommandLineApp.GuardAsync(errors, async stop =>
    {
        await using var session = await HostSession.FindRunningAsync(arguments, stop);
        var (before, answer) = await SendAsync(session, stop);
        if (asJson)
        {
            JsonOutput.Write(console, answer.Body!.Value);
        }
        else
        {
            Tell(before, answer.Read<ImportView>());
        }

        return ExitCodes.Completed;
    });

    /// <summary>Sends the command, and follows the import to its end.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunToEndAsync(TimeSpan timeout) => CommandLineApp.GuardAsync(errors, async stop =>
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ends.CancelAfter(timeout);
        try
        {
            await using var follower = new ImportFollower(await HostSession.FindRunningAsync(arguments, ends.Token), FindAgainAsync);
            var (before, answer) = await SendAsync(follower.Session, ends.Token);
            var after = answer.Read<ImportView>();
            Tell(before, after);
            await using var view = ImportDisplay.Open(console);
            var status = await follower.FollowAsync(after.Id, view, ends.Token);
            await view.DisposeAsync();
            return await new ImportOutcome(console, errors).TellAsync(follower, status, isCancelWanted: command == "cancel", ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            var why = stop.IsCancellationRequested ? "Stopped." : string.Create(CultureInfo.InvariantCulture, $"The import did not end within {timeout.TotalSeconds:0} s.");
            errors.WriteText($"{why} The command remains in effect: the import continues while a host runs.", new Style(Color.Yellow));
            return stop.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Failed;
        }
    });

    private static string Hint(ImportView import) =>
        import.Commands.Count == 0 ? " Nothing is possible now." : $" Possible now: {string.Join(", ", import.Commands)}.";

    private async Task<(ImportView Before, HostAnswer Answer)> SendAsync(HostSession session, CancellationToken cancellationToken)
    {
        var imports = new HostedImports(session);
        var before = (await imports.FindAsync(typed, cancellationToken)).Read<ImportView>();
        var answer = await imports.SendAsync(before.Id, command, cancellationToken);
        if (answer.IsSuccess)
        {
            return (before, answer);
        }

        // Some refusals name the possible commands in their text; they are added to all others.
        var now = answer.Commands is null && (int)answer.Status < 500 ? Hint((await imports.FindAsync(before.Id, cancellationToken)).Read<ImportView>()) : "";
        throw new CommandException(ExitCodes.Failed, TerminalText.Escape(answer.Problem) + now);
    }

    private void Tell(ImportView before, ImportView after)
    {
        var file = TerminalText.Escape(before.FileName);
        var text = command switch
        {
            "retry" => $"The rows of {file} that were not delivered are imported again as import {after.Id}.",
            "resend" => $"The mail about {file} was sent again to {TerminalText.Escape(after.Owner ?? "its owner")}.",
            _ when after.Rows > 0 => $"{file} is {EndpointJson.Word(after.State)}: {ImportDisplay.Details(after)}.",
            _ => $"{file} is {EndpointJson.Word(after.State)}.",
        };

        console.WriteLineAsIs(text);
    }

    private async Task<HostSession> FindAgainAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await HostSession.FindRunningAsync(arguments, cancellationToken);
            }
            catch (LocalHostException) when (TimeProvider.System.GetElapsedTime(began) < GonePatience)
            {
                await Task.Delay(SearchDelay, cancellationToken);
            }
        }
    }
}
