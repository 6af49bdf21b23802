using System.Diagnostics;
using BatchImport.Load.Data;
using BatchImport.Load.Report;

namespace BatchImport.Load.Host;

/// <summary>Drops small files while a large one is imported.</summary>
internal static class FairnessRun
{
    private const int SmallRows = 200;
    private const int Many = 10;

    private static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(5);

    /// <summary>Measures, on a host that is warm.</summary>
    public static async Task<FairnessCase> RunAsync(LoadedHost host, string largeFile, int largeRows, int seed, CancellationToken cancellationToken)
    {
        var smallFile = Path.Combine(host.State.Path, "small.xlsx");
        CustomerFile.Write(smallFile, SmallRows, seed);
        var alone = await SmallAsync();

        var dropped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var large = MeasuredImport.RunAsync(host, largeFile, largeRows, seed, cancellationToken, dropped.SetResult);
        await UntilProcessingAsync(host, await dropped.Task, cancellationToken);
        var one = await SmallAsync();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => SmallAsync()));
        var slowest = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (large.IsCompleted)
        {
            throw new LoadException($"The import of {largeRows:N0} rows ended before the small ones beside it did: fairness needs a larger one.");
        }

        return new FairnessCase(SmallRows, alone, one, Many, slowest, (await large).Import.Seconds);

        async Task<double> SmallAsync() => (await MeasuredImport.RunAsync(host, smallFile, SmallRows, seed, cancellationToken)).Import.Seconds;
    }

    private static async Task UntilProcessingAsync(LoadedHost host, string id, CancellationToken cancellationToken)
    {
        while (await host.Client.GetImportAsync("api", id, cancellationToken) is not { Succeeded: > 0 })
        {
            await Task.Delay(LookDelay, cancellationToken);
        }
    }
}
