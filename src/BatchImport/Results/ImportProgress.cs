using BatchImport.Imports;

namespace BatchImport.Results;

/// <summary>The progress of an import, as stored in Redis and shown by status endpoints and pages.</summary>
public sealed record ImportProgress
{
    /// <summary>The import's id.</summary>
    public required string BatchId { get; init; }

    /// <summary>The state.</summary>
    public required ImportState State { get; init; }

    /// <summary>The file's name, without folders.</summary>
    public required string FileName { get; init; }

    /// <summary>The recipient of the mail; null while unknown.</summary>
    public string? Owner { get; init; }

    /// <summary>The definition's name; null while unknown.</summary>
    public string? Definition { get; init; }

    /// <summary>The import that these rows come from, corrected or retried; null for a new file.</summary>
    public string? Follows { get; init; }

    /// <summary>Rows in the file; null until they are counted.</summary>
    public int? Rows { get; init; }

    /// <summary>Rows that were delivered.</summary>
    public int Succeeded { get; init; }

    /// <summary>Rows that ended as errors.</summary>
    public int Failed { get; init; }

    /// <summary>When the file was detected.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When staging began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the first rows could be processed: staging was done.</summary>
    public DateTimeOffset? ProcessingAt { get; init; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it was rejected or failed, for people; otherwise, null.</summary>
    public string? Problem { get; init; }

    /// <summary>The stable code for <see cref="Problem"/>; otherwise, null.</summary>
    public string? ProblemCode { get; init; }

    /// <summary>True when the workbook is stored.</summary>
    public bool HasWorkbook { get; init; }

    /// <summary>The state of the result mail, a value of <see cref="MailState"/>; null before the first attempt.</summary>
    public string? Mail { get; init; }

    /// <summary>The notifications about its end; empty when there are none, and before its end.</summary>
    public IReadOnlyList<WebhookResult> Webhooks { get; init; } = [];

    /// <summary>The service the import waits for; null while it does not wait.</summary>
    public ImportWait? Waiting { get; init; }

    /// <summary>When all data of this import expires: 7 days after <see cref="ReceivedAt"/> unless set otherwise.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Rows with a result.</summary>
    public int Processed => Succeeded + Failed;
}
