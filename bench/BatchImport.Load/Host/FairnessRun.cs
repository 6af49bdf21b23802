using BatchImport.Load.Data;
using BatchImport.Load.Report;

namespace BatchImport.Load.Host;

/// <summary>Drops small files while a large one is imported.</summary>
internal static class FairnessRun
{
    private const int SmallRows = 200;
    private const int Many = 10;

    private static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(5);

    // Before each, the large one is measured alone: the machine's speed varies from minute to minute.
    private const int Rounds = 3;

    /// <summary>Measures, on a warm host.</summary>
    /// <returns>The medians; null when the large one ended before the small ones, so that the comparison is void.</returns>
    public static async Task<FairnessCase?> RunAsync(LoadedHost host, string largeFile, int largeRows, int seed, CancellationToken cancellationToken)
    {
        var smallFile = Path.Combine(host.State.Path, "small.xlsx");
        CustomerFile.Write(smallFile, SmallRows, seed);
        var rounds = new List<FairnessCase>();
        for (var round = 0; round < Rounds; round++)
        {
            if (await RoundAsync(host, smallFile, largeFile, largeRows, seed, cancellationToken) is not { } measured)
            {
                return null;
            }

            rounds.Add(measured);
        }

        return new FairnessCase(
            SmallRows, Median(each => each.Alone), Median(each => each.One), Many, Median(each => each.SlowestOfMany), Median(each => each.LargeAlone), Median(each => each.Large));

        double Median(Func<FairnessCase, double> value) => rounds.Select(value).Order().ElementAt(Rounds / 2);
    }

    private static async Task<FairnessCase?> RoundAsync(LoadedHost host, string smallFile, string largeFile, int largeRows, int seed, CancellationToken cancellationToken)
    {
        var alone = await MailedImport.RunAsync(host, smallFile, cancellationToken);
        var largeAlone = await MailedImport.RunAsync(host, largeFile, cancellationToken);

        var dropped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var large = MailedImport.RunAsync(host, largeFile, "customers", dropped.SetResult, cancellationToken);
        await UntilProcessingAsync(host, await dropped.Task, cancellationToken);
        var one = await MailedImport.RunAsync(host, smallFile, cancellationToken);
        var many = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => MailedImport.RunAsync(host, smallFile, cancellationToken)));
        var isOver = large.IsCompleted;
        var beside = await large;

        // Not earlier: reading workbooks takes processor time from the measurement.
        foreach (var (import, rows) in many.Append(one).Append(alone).Select(small => (small, SmallRows)).Append((largeAlone, largeRows)).Append((beside, largeRows)))
        {
            await import.CheckAsync(host, rows, seed, cancellationToken);
        }

        return isOver ? null : new FairnessCase(SmallRows, alone.Seconds, one.Seconds, Many, many.Max(small => small.Seconds), largeAlone.Seconds, beside.Seconds);
    }

    private static async Task UntilProcessingAsync(LoadedHost host, string id, CancellationToken cancellationToken)
    {
        while (await host.Client.GetImportAsync("api", id, cancellationToken) is not { Succeeded: > 0 })
        {
            await Task.Delay(LookDelay, cancellationToken);
        }
    }
}
