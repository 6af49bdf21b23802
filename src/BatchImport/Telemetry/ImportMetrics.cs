using System.Diagnostics.Metrics;
using BatchImport.Common;
using BatchImport.Imports;

namespace BatchImport.Telemetry;

/// <summary>The metrics, of all imports together. No instrument has an import's id as a tag, because that would create a time series per import.</summary>
internal static class ImportMetrics
{
    public const string MeterName = "BatchImport";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Rows = Meter.CreateCounter<long>(
        "batchimport.rows", "{row}", "Rows processed, by result; a row that is processed again after a crash counts again");

    private static readonly Counter<long> StagedRows = Meter.CreateCounter<long>("batchimport.staged_rows", "{row}", "Rows read from dropped files and staged");

    private static readonly Counter<long> Imports = Meter.CreateCounter<long>("batchimport.imports", "{import}", "Imports that ended, by state");

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram(
        "batchimport.step.duration",
        "s",
        "How long a step of an import took, by step and, when it failed, by the exception's type",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900] });

    private static readonly Histogram<double> RedisDuration = Meter.CreateHistogram(
        "batchimport.redis.duration",
        "s",
        "How long Redis took to answer, by operation",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });

    /// <summary>True when the duration of Redis calls is collected.</summary>
    public static bool TimesRedis => RedisDuration.Enabled;

    /// <summary>Rows of a page are staged.</summary>
    public static void Staged(int rows) => StagedRows.Add(rows);

    /// <summary>Rows have been processed and their results are written.</summary>
    public static void Processed(IReadOnlyList<RowResult> results)
    {
        if (!Rows.Enabled)
        {
            return;
        }

        var succeeded = results.Count(result => result.Succeeded);
        if (succeeded > 0)
        {
            Rows.Add(succeeded, new KeyValuePair<string, object?>(ImportTags.Result, "success"));
        }

        if (succeeded < results.Count)
        {
            Rows.Add(results.Count - succeeded, new KeyValuePair<string, object?>(ImportTags.Result, "error"));
        }
    }

    /// <summary>An import ended.</summary>
    public static void Ended(ImportState state)
    {
        if (Imports.Enabled)
        {
            Imports.Add(1, new KeyValuePair<string, object?>(ImportTags.State, state.ToString()));
        }
    }

    /// <summary>A step ended; <paramref name="errorType"/> is null when it succeeded.</summary>
    public static void StepEnded(string step, TimeSpan took, string? errorType)
    {
        if (!StepDuration.Enabled)
        {
            return;
        }

        var tag = new KeyValuePair<string, object?>(ImportTags.Step, step);
        if (errorType is null)
        {
            StepDuration.Record(took.TotalSeconds, tag);
        }
        else
        {
            StepDuration.Record(took.TotalSeconds, tag, new KeyValuePair<string, object?>(ImportTags.ErrorType, errorType));
        }
    }

    /// <summary>Redis replied.</summary>
    public static void RedisAnswered(string operation, TimeSpan took) =>
        RedisDuration.Record(took.TotalSeconds, new KeyValuePair<string, object?>(ImportTags.RedisOperation, operation));
}
