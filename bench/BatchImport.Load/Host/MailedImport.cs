using System.Diagnostics;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Load.Data;
using BatchImport.LocalHost.Services;
using BatchImport.Staging;

namespace BatchImport.Load.Host;

/// <summary>An import whose mail has arrived.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="DroppedAt">When its blob was stored.</param>
/// <param name="Seconds">The time from then to the mail in the outbox.</param>
/// <param name="CpuSeconds">The processor time of the host.</param>
internal sealed record MailedImport(string BatchId, DateTimeOffset DroppedAt, double Seconds, double CpuSeconds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(5);

    // Looks for the result mail directly, and now and then for any mail: an import that fails has another.
    private const int LooksForAny = 50;

    /// <summary>Drops a file and waits for the mail.</summary>
    /// <param name="host">The host.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<MailedImport> RunAsync(LoadedHost host, string file, CancellationToken cancellationToken) => RunAsync(host, file, "customers", onDropped: null, cancellationToken);

    /// <summary>Drops a file for a definition and waits for the mail.</summary>
    /// <param name="host">The host.</param>
    /// <param name="file">The file.</param>
    /// <param name="definition">The name of the definition.</param>
    /// <param name="onDropped">Called with the import's id as soon as the blob is stored.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<MailedImport> RunAsync(LoadedHost host, string file, string definition, Action<string>? onDropped, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var name = Path.GetRandomFileName() + ".xlsx";
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = "ada@example.com", ["definition"] = definition } };
        await using var content = File.OpenRead(file);
        var answer = await Blobs(host).GetBlobContainerClient(StorageContainers.ImportsName).GetBlobClient(name).UploadAsync(content, options, patience.Token);
        var dropped = TimeProvider.System.GetUtcNow();
        var began = Stopwatch.GetTimestamp();
        var cpu = host.ProcessorTime();
        var id = ImportId.For(StorageContainers.ImportsName, name, answer.Value.ETag.ToString());
        onDropped?.Invoke(id);
        for (var look = 1; !HasMail(host.State.Outbox, id, isAnyMail: look % LooksForAny == 0); look++)
        {
            await Task.Delay(LookDelay, patience.Token);
        }

        return new MailedImport(id, dropped, Stopwatch.GetElapsedTime(began).TotalSeconds, (host.ProcessorTime() - cpu).TotalSeconds);
    }

    /// <summary>Compares the workbook with the input. Takes processor time: nothing must be measured meanwhile.</summary>
    /// <param name="host">The host.</param>
    /// <param name="rows">The file's rows.</param>
    /// <param name="seed">The seed of the rows.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="LoadException">The import did not complete, or its workbook is wrong.</exception>
    public async Task CheckAsync(LoadedHost host, int rows, int seed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await host.Client.GetImportAsync("api", BatchId, cancellationToken);
            if (status is { IsFinal: true })
            {
                if (status.State != ImportState.Completed)
                {
                    throw new LoadException($"The import ended as {status.State}: {status.Problem}");
                }

                break;
            }

            await Task.Delay(LookDelay, cancellationToken);
        }

        var workbook = Path.Combine(Path.GetTempPath(), BatchId + ".xlsx");
        try
        {
            await Blobs(host).GetBlobContainerClient(StorageContainers.ResultsName).GetBlobClient(BatchId + ".xlsx").DownloadToAsync(workbook, cancellationToken);
            WorkbookCheck.Run(workbook, rows, seed);
        }
        finally
        {
            File.Delete(workbook);
        }
    }

    /// <summary>Whether a mail about an import exists. A look for one file takes almost no time from the measurement; listing all files does.</summary>
    private static bool HasMail(string outbox, string id, bool isAnyMail) =>
        File.Exists(Path.Combine(outbox, $"{id}.result.eml")) || (isAnyMail && Directory.Exists(outbox) && Directory.EnumerateFiles(outbox, $"*{id}*.eml").Any());

    private static BlobServiceClient Blobs(LoadedHost host) => new(AzuriteService.ConnectionStringFor(host.BlobPort, host.QueuePort));
}
