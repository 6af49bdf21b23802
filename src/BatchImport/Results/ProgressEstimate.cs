using BatchImport.Imports;

namespace BatchImport.Results;

/// <summary>The rate and the remaining time of an import, estimated from its progress.</summary>
/// <param name="RowsPerSecond">Rows with a result per second, from the first row that could be processed to now or to the end; null while unknown.</param>
/// <param name="TimeLeft">The time to process the remaining rows at that rate; null while unknown, and when the import does not wait for rows.</param>
/// <param name="Percent">Rows with a result, 0 to 100 percent of all rows; null while the rows are not counted.</param>
public readonly record struct ProgressEstimate(double? RowsPerSecond, TimeSpan? TimeLeft, double? Percent)
{
    /// <summary>Below this, a rate is dominated by the resolution of the clock.</summary>
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

        // After a repeat, a page may for a moment be counted ahead of the staged rows: never below zero left, never above 100 percent.
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
