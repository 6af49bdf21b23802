using BatchImport.Staging;

namespace BatchImport.Imports;

/// <summary>How an import ended: the content of the mail. Stored beside the pages when the outcome is known, so that the mail can be repeated.</summary>
public sealed record ImportSummary
{
    /// <summary>The dropped file version.</summary>
    public required ImportRequest Request { get; init; }

    /// <summary>
    /// <see cref="ImportState.Completed"/>, <see cref="ImportState.Rejected"/>, <see cref="ImportState.Failed"/> or <see cref="ImportState.Cancelled"/>.
    /// </summary>
    public required ImportState State { get; init; }

    /// <summary>The recipient of the mail; null when none is known.</summary>
    public string? Owner { get; init; }

    /// <summary>The definition's name; null when the import ended before one was chosen.</summary>
    public string? Definition { get; init; }

    /// <summary>Why it was rejected or failed, for people; otherwise, null.</summary>
    public string? Problem { get; init; }

    /// <summary>The stable code for <see cref="Problem"/>; otherwise, null.</summary>
    public string? ProblemCode { get; init; }

    /// <summary>Rows by outcome; null when there is no workbook.</summary>
    public WorkbookCounts? Counts { get; init; }

    /// <summary>The first few rows that are errors, in file order.</summary>
    public IReadOnlyList<MailedError> FirstErrors { get; init; } = [];

    /// <summary>The workbook's size in bytes; null when there is no workbook.</summary>
    public long? WorkbookBytes { get; init; }

    /// <summary>When the reading of rows began; null when the import ended before that.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the outcome was known.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The state of the mail, a value of <see cref="MailState"/>; null while the run has not ended.</summary>
    public string? Mail { get; init; }
}
