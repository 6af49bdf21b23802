using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Results;

/// <summary>The progress of an import, as stored in Redis and shown by status endpoints and pages.</summary>
public sealed record ImportProgress : ImportRecord
{
    /// <summary>The progress of an import of which nothing is known.</summary>
    public ImportProgress()
    {
    }

    /// <summary>The progress of an import, with what is known of it.</summary>
    public ImportProgress(ImportRecord known)
        : base(known)
    {
    }

    /// <summary>The import's id.</summary>
    public required string BatchId { get; init; }

    /// <summary>The state.</summary>
    public required ImportState State { get; init; }

    /// <summary>The file's name, without folders.</summary>
    public required string FileName { get; init; }

    /// <summary>Rows in the file; null until they are counted.</summary>
    public int? Rows { get; init; }

    /// <summary>Rows that were delivered.</summary>
    public int Succeeded { get; init; }

    /// <summary>Rows that ended as errors.</summary>
    public int Failed { get; init; }

    /// <summary>When the file was detected.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the first rows could be processed: staging was done.</summary>
    public DateTimeOffset? ProcessingAt { get; init; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>True when the workbook is stored.</summary>
    public bool HasWorkbook { get; init; }

    /// <summary>The notifications about its end; empty when there are none, and before its end.</summary>
    public IReadOnlyList<WebhookResult> Webhooks { get; init; } = [];

    /// <summary>The service the import waits for; null while it does not wait.</summary>
    public ImportWait? Waiting { get; init; }

    /// <summary>When all data of this import expires: 7 days after <see cref="ReceivedAt"/> unless set otherwise.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Rows with a result.</summary>
    public int Processed => Succeeded + Failed;

    /// <summary>The progress of an import as its documents show it.</summary>
    /// <param name="request">The dropped file version.</param>
    /// <param name="expiresAt">When its data expires.</param>
    /// <param name="manifest">What was staged; null when nothing was.</param>
    /// <param name="summary">The outcome; null while it is unknown.</param>
    public static ImportProgress From(ImportRequest request, DateTimeOffset expiresAt, ImportManifest? manifest = null, ImportSummary? summary = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ImportProgress(summary ?? (ImportRecord?)manifest ?? Unknown)
        {
            BatchId = request.BatchId,
            FileName = request.FileName,
            State = summary?.State ?? (manifest is null ? ImportState.Queued : ImportState.Processing),

            // Summaries did not always have it.
            Follows = summary?.Follows ?? manifest?.Follows ?? request.Retries,
            Rows = manifest?.Rows,
            Succeeded = summary?.Counts?.Succeeded ?? 0,
            Failed = summary?.Counts?.Failed ?? 0,
            ReceivedAt = request.ReceivedAt,
            ProcessingAt = manifest?.StartedAt,
            FinishedAt = summary?.EndedAt,
            HasWorkbook = summary?.WorkbookBytes is not null,
            ExpiresAt = expiresAt,
        };
    }
}
