using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Mail;

/// <summary>What a result mail tells.</summary>
public sealed record ResultMailContent
{
    /// <summary>How the import ended: its state is completed (or on the way to it), rejected, failed or cancelled.</summary>
    public required ImportProgress Progress { get; init; }

    /// <summary>The receiver's address.</summary>
    public required string To { get; init; }

    /// <summary>When somebody asked for the mail again: it gets a Message-ID of its own. Null for the first one.</summary>
    public DateTimeOffset? RepeatedAt { get; init; }

    /// <summary>What the workbook holds; null to take the counts of <see cref="Progress"/>.</summary>
    public WorkbookCounts? Counts { get; init; }

    /// <summary>The first errors; five are enough to see what is wrong.</summary>
    public IReadOnlyList<MailedError> FirstErrors { get; init; } = [];

    /// <summary>Where the workbook can be fetched; null for nowhere.</summary>
    public Uri? WorkbookLink { get; init; }

    /// <summary>Until when; null for no end.</summary>
    public DateTimeOffset? LinkExpiresAt { get; init; }

    /// <summary>The workbook; left out of the mail when it is larger than <c>Mail:AttachmentLimitBytes</c>. Null for none.</summary>
    public MailAttachment? Attachment { get; init; }

    /// <summary>True when the mail was refused with the workbook attached: it is sent with the link only.</summary>
    public bool IsAttachmentRefused { get; init; }

    /// <summary>Where the import can be seen; null for nowhere.</summary>
    public Uri? StatusLink { get; init; }
}
