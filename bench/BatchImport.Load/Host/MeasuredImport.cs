using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Imports;
using BatchImport.Load.Data;
using BatchImport.LocalHost.Services;

namespace BatchImport.Load.Host;

/// <summary>One import, from the blob's arrival to the mail in the outbox.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="CpuSeconds">The processor time it took of the host: what a busy machine changes least.</param>
/// <param name="Stages">Where the time went.</param>
internal sealed record MeasuredImport(double Seconds, double CpuSeconds, StageTimes Stages)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(5);

    /// <summary>Drops the file, waits for the mail, and holds the workbook against the input.</summary>
    /// <param name="host">The host.</param>
    /// <param name="file">The file.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="seed">The seed they were made with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="onDropped">Told the import's id as soon as the blob is there.</param>
    /// <returns>The measurement and the import's id.</returns>
    /// <exception cref="LoadException">The import did not complete, or its workbook is wrong.</exception>
    public static async Task<(MeasuredImport Import, string BatchId)> RunAsync(
        LoadedHost host, string file, int rows, int seed, CancellationToken cancellationToken, Action<string>? onDropped = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var stop = patience.Token;
        var blobs = new BlobServiceClient(AzuriteService.ConnectionStringFor(host.BlobPort, host.QueuePort));
        var name = Path.GetRandomFileName() + ".xlsx";
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = "ada@example.com", ["definition"] = "customers" } };
        await using var content = File.OpenRead(file);
        var answer = await blobs.GetBlobContainerClient(StorageContainers.ImportsName).GetBlobClient(name).UploadAsync(content, options, stop);
        var dropped = TimeProvider.System.GetUtcNow();
        var began = Stopwatch.GetTimestamp();
        var cpu = host.ProcessorTime();
        var id = ImportId.For(StorageContainers.ImportsName, name, answer.Value.ETag.ToString());
        onDropped?.Invoke(id);
        while (!Directory.Exists(host.State.Outbox) || !Directory.EnumerateFiles(host.State.Outbox, $"*{id}*.eml").Any())
        {
            await Task.Delay(LookDelay, stop);
        }

        var took = Stopwatch.GetElapsedTime(began);
        var cpuTook = host.ProcessorTime() - cpu;
        await CheckAsync(host, blobs, id, rows, seed, stop);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Client.Address };
        var instance = await http.GetFromJsonAsync<JsonElement>(new Uri($"runtime/webhooks/durabletask/instances/{id}?showHistory=true&showInput=false", UriKind.Relative), stop);
        return (new MeasuredImport(took.TotalSeconds, cpuTook.TotalSeconds, StageTimes.Read(instance, dropped)), id);
    }

    private static async Task CheckAsync(LoadedHost host, BlobServiceClient blobs, string id, int rows, int seed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await host.Client.GetImportAsync("api", id, cancellationToken);
            if (status is { IsFinal: true })
            {
                if (!status.IsCompleted)
                {
                    throw new LoadException($"The import ended as {status.State}: {status.Problem}");
                }

                break;
            }

            await Task.Delay(LookDelay, cancellationToken);
        }

        var workbook = Path.Combine(Path.GetTempPath(), id + ".xlsx");
        try
        {
            await blobs.GetBlobContainerClient(StorageContainers.ResultsName).GetBlobClient(id + ".xlsx").DownloadToAsync(workbook, cancellationToken);
            WorkbookCheck.Run(workbook, rows, seed);
        }
        finally
        {
            File.Delete(workbook);
        }
    }
}
