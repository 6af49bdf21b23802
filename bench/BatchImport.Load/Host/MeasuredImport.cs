using System.Net.Http.Json;
using System.Text.Json;

namespace BatchImport.Load.Host;

/// <summary>One import, from the blob's arrival to the mail in the outbox.</summary>
/// <param name="Seconds">The duration.</param>
/// <param name="CpuSeconds">The processor time of the host, which a busy machine affects least.</param>
/// <param name="Stages">The time per step.</param>
internal sealed record MeasuredImport(double Seconds, double CpuSeconds, StageTimes Stages)
{
    /// <summary>Drops the file, waits for the mail, and compares the workbook with the input.</summary>
    /// <param name="host">The host.</param>
    /// <param name="file">The file.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="seed">The seed of the rows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The measurement and the import's id.</returns>
    /// <exception cref="LoadException">The import did not complete, or its workbook is wrong.</exception>
    public static async Task<(MeasuredImport Import, string BatchId)> RunAsync(LoadedHost host, string file, int rows, int seed, CancellationToken cancellationToken)
    {
        var mailed = await MailedImport.RunAsync(host, file, cancellationToken);
        await mailed.CheckAsync(host, rows, seed, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Client.Address };
        var history = new Uri($"runtime/webhooks/durabletask/instances/{mailed.BatchId}?showHistory=true&showInput=false", UriKind.Relative);
        var instance = await http.GetFromJsonAsync<JsonElement>(history, cancellationToken);
        return (new MeasuredImport(mailed.Seconds, mailed.CpuSeconds, StageTimes.Read(instance, mailed.DroppedAt)), mailed.BatchId);
    }
}
