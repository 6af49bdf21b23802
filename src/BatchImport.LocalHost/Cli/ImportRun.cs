using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using BatchImport.Imports;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using BatchImport.Workbooks;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>One <c>import</c> command.</summary>
/// <param name="arguments">The host's options.</param>
/// <param name="file">The file.</param>
/// <param name="owner">Who gets the mail; null to leave it to the definition or the settings.</param>
/// <param name="definition">The definition's name; null for the one that fits.</param>
/// <param name="timeout">How long to wait for the end.</param>
/// <param name="console">For results.</param>
/// <param name="errors">For problems and the host's warnings.</param>
internal sealed class ImportRun(
    HostArguments arguments, FileInfo file, string? owner, string? definition, TimeSpan timeout, IAnsiConsole console, IAnsiConsole errors)
{
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(150);

    // A Redis that restarts is back sooner; a host that fails for longer needs a look.
    private static readonly TimeSpan FailurePatience = TimeSpan.FromSeconds(30);

    /// <summary>Imports the file. Returns the exit code.</summary>
    public Task<int> RunAsync() => CommandLineApp.GuardAsync(errors, async stop =>
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ends.CancelAfter(timeout);
        try
        {
            return await ImportAsync(ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            var why = stop.IsCancellationRequested ? "Stopped." : string.Create(CultureInfo.InvariantCulture, $"The import did not end within {timeout.TotalSeconds:0} s.");
            Write(errors, $"{why} A file that was dropped is not lost: its import goes on while a host serves, and at the next start of one.", Color.Yellow);
            return stop.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Failed;
        }
        catch (RequestFailedException exception)
        {
            Write(errors, $"The file could not be dropped into the container '{StorageContainers.ImportsName}': {exception.Message.Split('\n')[0].Trim()}", Color.Red);
            return ExitCodes.Failed;
        }
    });

    private async Task<int> ImportAsync(CancellationToken cancellationToken)
    {
        await using var view = ImportView.Open(console);
        using var log = new ConsoleLog(errors, TimeProvider.System);
        var options = arguments.ToOptions(log, LogLevel.Warning, view.Step);
        view.Step("Looking for a host");
        var session = await HostSession.OpenAsync(arguments, options, cancellationToken);
        try
        {
            view.Step($"Dropping {file.Name}");
            var id = await DropAsync(session, options, cancellationToken);
            view.Step($"Importing {file.Name}");
            var answered = TimeProvider.System.GetTimestamp();
            while (true)
            {
                try
                {
                    var status = await session.Client.GetImportAsync(session.Status.RoutePrefix, id, cancellationToken);
                    answered = TimeProvider.System.GetTimestamp();
                    if (status is not null)
                    {
                        view.Show(status);
                    }

                    if (status is { IsFinal: true })
                    {
                        await view.DisposeAsync();
                        return await TellAsync(session, id, status, cancellationToken);
                    }
                }
                catch (HttpRequestException failure) when (failure.StatusCode is not null && TimeProvider.System.GetElapsedTime(answered) < FailurePatience)
                {
                    // It is there, and may be waiting for something itself.
                }
                catch (HttpRequestException failure) when (failure.StatusCode is { } code)
                {
                    throw new LocalHostException(
                        $"The host at {session.Client.Address} has answered nothing but errors ({(int)code}) for {FailurePatience.TotalSeconds:0} s when asked about import {id}; its log says why.", failure);
                }
                catch (HttpRequestException) when (!session.IsOwn)
                {
                    // The host that served has gone: another one, or one of our own, goes on with the import.
                    await session.DisposeAsync();
                    session = await HostSession.OpenAsync(arguments, options, cancellationToken);
                }

                await Task.Delay(PollDelay, cancellationToken);
            }
        }
        finally
        {
            await session.DisposeAsync();
        }
    }

    private async Task<string> DropAsync(HostSession session, LocalHostOptions options, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (owner is not null)
        {
            metadata["owner"] = owner;
        }

        if (definition is not null)
        {
            metadata["definition"] = definition;
        }

        var container = session.OpenStorage(options).Blobs.GetBlobContainerClient(StorageContainers.ImportsName);
        await using var content = file.OpenRead();
        var answer = await container.GetBlobClient(file.Name).UploadAsync(content, new BlobUploadOptions { Metadata = metadata }, cancellationToken);
        return ImportId.For(container.Name, file.Name, answer.Value.ETag.ToString());
    }

    private async Task<int> TellAsync(HostSession session, string id, ImportStatus status, CancellationToken cancellationToken)
    {
        var rows = string.Create(CultureInfo.CurrentCulture, $"{status.Rows ?? 0:N0} rows, {status.Succeeded:N0} succeeded, {status.Failed:N0} failed");
        if (status.IsCompleted)
        {
            Write(console, $"Completed: {rows}.", Color.Green);
        }
        else
        {
            Write(errors, $"The import {status.State switch { "rejected" => "was rejected", "cancelled" => "was cancelled", _ => "failed" }}: {status.Problem ?? rows}", Color.Red);
        }

        if (status.WorkbookUrl is { } url)
        {
            var target = Path.Combine(session.Status.StateFolder, "results", WorkbookFileName.For(file.Name));
            await session.Client.DownloadAsync(new Uri(url), target, cancellationToken);
            WriteLine($"Workbook: {target}");
        }

        WriteLine("Mail:     " + MailOf(session, id, status));
        return status.IsCompleted ? ExitCodes.Completed : ExitCodes.Failed;
    }

    private static string MailOf(HostSession session, string id, ImportStatus status)
    {
        if (status.Mail != MailState.Sent)
        {
            return status.Mail == MailState.Failed ? "could not be sent; see the host's log" : "none, for nobody is known to send it to";
        }

        if (session.Status.Outbox is not { } outbox)
        {
            return "sent";
        }

        return Directory.Exists(outbox) && Directory.EnumerateFiles(outbox, $"*{id}*.eml").OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault() is { } mail ? mail : outbox;
    }

    // Not wrapped to the terminal's width: paths are there to be copied.
    private void WriteLine(string text) => console.Profile.Out.Writer.WriteLine(text);

    private static void Write(IAnsiConsole where, string text, Color color) => where.Write(new Text(text + "\n", new Style(color)));
}
