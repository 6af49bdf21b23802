using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Mail;

/// <summary>The content of a result mail.</summary>
public sealed record ResultMailContent
{
    /// <summary>How the import ended: its state is completed (or on the way to it), rejected, failed or cancelled.</summary>
    public required ImportProgress Progress { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>When a user requested the mail again: it gets a new Message-ID. Null for the first one.</summary>
    public DateTimeOffset? RepeatedAt { get; init; }

    /// <summary>The counts of the workbook; null to use those of <see cref="Progress"/>.</summary>
    public WorkbookCounts? Counts { get; init; }

    /// <summary>The first errors; five are enough to see what is wrong.</summary>
    public IReadOnlyList<MailedError> FirstErrors { get; init; } = [];

    /// <summary>The link to the workbook; null for none.</summary>
    public Uri? WorkbookLink { get; init; }

    /// <summary>When that link expires; null for never.</summary>
    public DateTimeOffset? LinkExpiresAt { get; init; }

    /// <summary>The workbook; not attached when it is larger than <c>Mail:AttachmentLimitBytes</c>. Null for none.</summary>
    public MailAttachment? Attachment { get; init; }

    /// <summary>True when the mail was refused with the workbook attached: it is sent with the link only.</summary>
    public bool IsAttachmentRefused { get; init; }
}
