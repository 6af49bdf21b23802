namespace BatchImport.Mail;

/// <summary>A mail, ready to send.</summary>
public sealed record ResultMail
{
    /// <summary>The Message-ID without angle brackets; the same for every attempt to send the same mail, so that a receiver can detect a repeat.</summary>
    public required string MessageId { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>The subject line.</summary>
    public required string Subject { get; init; }

    /// <summary>The body as plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The body as HTML; every value from a file is encoded.</summary>
    public required string Html { get; init; }

    /// <summary>The workbook to attach; null for none.</summary>
    public MailAttachment? Attachment { get; init; }
}
