using BatchImport.Imports;

namespace BatchImport.Results;

/// <summary>How fast an import goes and how long it still takes, as far as its progress tells.</summary>
/// <param name="RowsPerSecond">Rows with a result a second, from the first row that could be processed to now or to the end; null while nothing is known.</param>
/// <param name="TimeLeft">How long processing the rest takes at that rate; null while unknown, and when the rows are not what it waits for.</param>
/// <param name="Percent">Rows with a result of all rows, 0 to 100; null while the rows are not counted.</param>
public readonly record struct ProgressEstimate(double? RowsPerSecond, TimeSpan? TimeLeft, double? Percent)
{
    /// <summary>Below this a rate says more about the clock than about the import.</summary>
    private static readonly TimeSpan LeastElapsed = TimeSpan.FromMilliseconds(100);

    /// <summary>The estimate for an import at a time.</summary>
    public static ProgressEstimate For(ImportProgress progress, DateTimeOffset now)
    {
        double? rate = null;
        if (progress.ProcessingAt is { } began && progress.Processed > 0)
        {
            var elapsed = (progress.FinishedAt ?? now) - began;
            rate = elapsed >= LeastElapsed ? progress.Processed / elapsed.TotalSeconds : null;
        }

        // A repeated page may, for a moment, count ahead of the staged rows: never below zero left, never above 100 percent.
        var left = progress.Rows is { } rows ? Math.Max(0, rows - progress.Processed) : (int?)null;
        var timeLeft = progress.State == ImportState.Processing && left is not null && rate is > 0
            ? TimeSpan.FromSeconds(left.Value / rate.Value)
            : (TimeSpan?)null;
        var percent = progress.Rows switch
        {
            null => (double?)null,
            0 => progress.State.IsFinal() ? 100 : null,
            { } all => Math.Min(100, 100.0 * progress.Processed / all),
        };
        return new ProgressEstimate(rate, timeLeft, percent);
    }
}
