using BatchImport.Staging;

namespace BatchImport.Imports;

/// <summary>How an import ended: the content of the mail. Stored beside the pages when the outcome is known, so that the mail can be repeated.</summary>
public sealed record ImportSummary : ImportRecord
{
    /// <summary>A summary of an import of which nothing is known.</summary>
    public ImportSummary()
    {
    }

    /// <summary>A summary of an import, with what is known of it.</summary>
    public ImportSummary(ImportRecord known)
        : base(known)
    {
    }

    /// <summary>The dropped file version.</summary>
    public required ImportRequest Request { get; init; }

    /// <summary>
    /// <see cref="ImportState.Completed"/>, <see cref="ImportState.Rejected"/>, <see cref="ImportState.Failed"/> or <see cref="ImportState.Cancelled"/>.
    /// </summary>
    public required ImportState State { get; init; }

    /// <summary>Rows by outcome; null when there is no workbook.</summary>
    public WorkbookCounts? Counts { get; init; }

    /// <summary>The first few rows that are errors, in file order.</summary>
    public IReadOnlyList<MailedError> FirstErrors { get; init; } = [];

    /// <summary>The workbook's size in bytes; null when there is no workbook.</summary>
    public long? WorkbookBytes { get; init; }

    /// <summary>When the outcome was known.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}
