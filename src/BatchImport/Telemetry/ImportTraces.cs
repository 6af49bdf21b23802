using System.Diagnostics;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Telemetry;

/// <summary>
/// One trace per import. Its id is the batch id, so that the steps of an import are one trace across processes, attempts and
/// restarts, and so that the id of an import leads to its trace.
/// </summary>
internal static class ImportTraces
{
    public const string SourceName = "BatchImport";

    private const int SpanIdCharacters = 16;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts the span of a step.</summary>
    /// <returns>Null when there is no listener, which has no cost.</returns>
    public static Activity? Start(string step, string batchId, RowSlice? slice)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // Set at the start, because sampling uses them.
        KeyValuePair<string, object?>[] tags = slice is null
            ? [new(ImportTags.BatchId, batchId)]
            : [new(ImportTags.BatchId, batchId), new(ImportTags.Page, slice.Page), new(ImportTags.FirstRow, slice.First), new(ImportTags.Rows, slice.Count)];
        return Source.StartActivity(step, ActivityKind.Internal, Parent(batchId), tags, Links());
    }

    /// <summary>Records a whole import when it has ended.</summary>
    public static void Ended(ImportSummary summary, DateTimeOffset at)
    {
        if (!Source.HasListeners())
        {
            return;
        }

        var request = summary.Request;
        using var import = Source.StartActivity(
            ImportStep.Import, ActivityKind.Internal, Parent(request.BatchId), [new(ImportTags.BatchId, request.BatchId)], links: null, request.ReceivedAt);
        if (import is null)
        {
            return;
        }

        import.SetTag(ImportTags.State, summary.State.ToString());
        import.SetTag(ImportTags.RowsSucceeded, summary.Counts?.Succeeded ?? 0);
        import.SetTag(ImportTags.RowsFailed, summary.Counts?.Failed ?? 0);
        if (summary.ProblemCode is { } code)
        {
            import.SetTag(ImportTags.Problem, code);
        }

        if (summary.State is ImportState.Failed)
        {
            import.SetStatus(ActivityStatusCode.Error);
        }

        import.SetEndTime(at.UtcDateTime);
    }

    /// <summary>Records that a step failed: by the exception's type, since its message may contain anything.</summary>
    public static void Fail(Activity? span, string errorType)
    {
        span?.SetTag(ImportTags.ErrorType, errorType);
        span?.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>The parent of every span of an import; created from the id alone, because an import may outlive every process.</summary>
    private static ActivityContext Parent(string batchId) => ImportId.IsValid(batchId)
        ? new ActivityContext(
            ActivityTraceId.CreateFromString(batchId),
            ActivitySpanId.CreateFromString(batchId.AsSpan(0, SpanIdCharacters)),
            ActivityTraceFlags.Recorded,
            traceState: null,
            isRemote: true)
        : default;

    /// <summary>Links to the trace of the host, such as the function's invocation, which is a separate one.</summary>
    private static ActivityLink[]? Links() => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? [new ActivityLink(current.Context)] : null;
}
