using System.Diagnostics;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Telemetry;

/// <summary>
/// One trace per import. Its id is the batch id, so that the steps of an import are one trace whatever process, attempt or restart they
/// ran in, and so that who knows the import finds its trace.
/// </summary>
internal static class ImportTraces
{
    public const string SourceName = "BatchImport";

    private const int SpanIdCharacters = 16;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span of a step.</summary>
    /// <returns>Null when nobody listens, which costs nothing then.</returns>
    public static Activity? Start(string step, string batchId, RowSlice? slice)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // Known from the start, because sampling asks for them.
        KeyValuePair<string, object?>[] tags = slice is null
            ? [new(ImportTags.BatchId, batchId)]
            : [new(ImportTags.BatchId, batchId), new(ImportTags.Page, slice.Page), new(ImportTags.FirstRow, slice.First), new(ImportTags.Rows, slice.Count)];
        return Source.StartActivity(step, ActivityKind.Internal, Parent(batchId), tags, Links());
    }

    /// <summary>Tells of a whole import when it has ended.</summary>
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

    /// <summary>Says that a step failed: by the exception's type, since its message may hold anything.</summary>
    public static void Fail(Activity? span, string errorType)
    {
        span?.SetTag(ImportTags.ErrorType, errorType);
        span?.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>What every span of an import has as its parent; made from the id alone, because no process lives as long as an import may.</summary>
    private static ActivityContext Parent(string batchId) => ImportId.IsValid(batchId)
        ? new ActivityContext(
            ActivityTraceId.CreateFromString(batchId),
            ActivitySpanId.CreateFromString(batchId.AsSpan(0, SpanIdCharacters)),
            ActivityTraceFlags.Recorded,
            traceState: null,
            isRemote: true)
        : default;

    /// <summary>What a host traces by itself, such as the function's own invocation, is in another trace.</summary>
    private static ActivityLink[]? Links() => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? [new ActivityLink(current.Context)] : null;
}
