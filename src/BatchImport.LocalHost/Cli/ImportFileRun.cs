using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Staging;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>One <c>import</c> command.</summary>
/// <param name="arguments">The host's options.</param>
/// <param name="file">The file.</param>
/// <param name="owner">The address that gets the mail; null for that of the definition or the settings.</param>
/// <param name="definition">The definition's name or file; null for the one that fits.</param>
/// <param name="encoding">The encoding of a text file; null to find it.</param>
/// <param name="isAgain">True to import the file also when its content was imported before.</param>
/// <param name="timeout">How long to wait for the end.</param>
/// <param name="console">For results.</param>
/// <param name="errors">For problems and the host's warnings.</param>
internal sealed class ImportFileRun(
    HostArguments arguments, FileInfo file, string? owner, string? definition, string? encoding, bool isAgain, TimeSpan timeout, IAnsiConsole console, IAnsiConsole errors)
{
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
            errors.WriteText($"{why} A file that was dropped is not lost: its import continues while a host runs, and at the next start of one.", new Style(Color.Yellow));
            return stop.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Failed;
        }
        catch (RequestFailedException ex)
        {
            errors.WriteProblem($"The file could not be dropped into the container '{StorageContainers.ImportsName}': {ex.Message.Split('\n')[0].Trim()}");
            return ExitCodes.Failed;
        }
    });

    private async Task<int> ImportAsync(CancellationToken cancellationToken)
    {
        await using var view = ImportDisplay.Open(console);
        using var log = new ConsoleLog(errors, TimeProvider.System);
        var options = arguments.ToOptions(log, LogLevel.Warning, view.Step);
        view.Step("Looking for a host");
        await using var follower = new ImportFollower(
            await HostSession.OpenAsync(arguments, options, cancellationToken), stop => HostSession.OpenAsync(arguments, options, stop));
        view.Step($"Dropping {file.Name}");
        var id = await DropAsync(follower.Session, options, view, cancellationToken);
        view.Step($"Importing {file.Name}");
        var status = await follower.FollowAsync(id, view, cancellationToken);
        await view.DisposeAsync();
        return await new ImportOutcome(console, errors).TellAsync(follower, status, isCancelWanted: false, cancellationToken);
    }

    private async Task<string> DropAsync(HostSession session, LocalHostOptions options, ImportDisplay view, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (owner is not null)
        {
            metadata["owner"] = MetadataText.Encode(owner);
        }

        var storage = session.OpenStorage(options).Blobs;
        if (definition is not null)
        {
            metadata["definition"] = DefinitionOption.IsFile(definition) ? await StoreAsync(storage, definition, view, cancellationToken) : definition;
        }

        if (encoding is not null)
        {
            metadata["encoding"] = encoding;
        }

        if (isAgain)
        {
            metadata["again"] = "true";
        }

        var container = storage.GetBlobContainerClient(StorageContainers.ImportsName);
        await using var content = file.OpenRead();
        var answer = await container.GetBlobClient(file.Name).UploadAsync(content, new BlobUploadOptions { Metadata = metadata }, cancellationToken);
        return ImportId.For(container.Name, file.Name, answer.Value.ETag.ToString());
    }

    /// <summary>Stores a definition's file where the host finds it. Returns the definition's name.</summary>
    private static async Task<string> StoreAsync(BlobServiceClient storage, string file, ImportDisplay view, CancellationToken cancellationToken)
    {
        var name = DefinitionOption.Read(file).Name;
        var content = await BinaryData.FromStreamAsync(File.OpenRead(file), cancellationToken);
        var blob = storage.GetBlobContainerClient(StorageContainers.DefinitionsName).GetBlobClient(name + ".json");
        var isKnown = (await blob.ExistsAsync(cancellationToken)).Value;
        if (isKnown && (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory().Span.SequenceEqual(content.ToMemory().Span))
        {
            return name;
        }

        await blob.UploadAsync(content, overwrite: true, cancellationToken);
        if (isKnown)
        {
            view.Step($"Waiting until the changed definition {name} is in force");
            await Task.Delay(BlobDefinitionCatalog.Freshness, cancellationToken);
        }

        return name;
    }
}
