using BatchImport.Staging;

namespace BatchImport.Imports;

/// <summary>How an import ended: what the mail tells. Stored beside the pages when the outcome is known, so that telling it can be repeated.</summary>
public sealed record ImportSummary
{
    /// <summary>The dropped file version.</summary>
    public required ImportRequest Request { get; init; }

    /// <summary><see cref="ImportState.Completed"/>, <see cref="ImportState.Rejected"/>, <see cref="ImportState.Failed"/> or <see cref="ImportState.Cancelled"/>.</summary>
    public required ImportState State { get; init; }

    /// <summary>Who is told; null when nobody is known.</summary>
    public string? Owner { get; init; }

    /// <summary>The definition's name; null when it did not come that far.</summary>
    public string? Definition { get; init; }

    /// <summary>Why it was rejected or failed, for people; null else.</summary>
    public string? Problem { get; init; }

    /// <summary>The stable word for <see cref="Problem"/>; null else.</summary>
    public string? ProblemCode { get; init; }

    /// <summary>Rows by what became of them; null when there is no workbook.</summary>
    public WorkbookCounts? Counts { get; init; }

    /// <summary>The first few rows that are errors, in file order.</summary>
    public IReadOnlyList<MailedError> FirstErrors { get; init; } = [];

    /// <summary>The workbook's size in bytes; null when there is none.</summary>
    public long? WorkbookBytes { get; init; }

    /// <summary>When the rows began to be read; null when it did not come that far.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the outcome was known.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What became of the mail, as <see cref="MailState"/> says it; null while the run has not ended.</summary>
    public string? Mail { get; init; }
}
