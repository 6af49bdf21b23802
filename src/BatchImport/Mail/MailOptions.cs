namespace BatchImport.Mail;

/// <summary>How result mails are sent; configuration section <c>Mail</c>. Checked at start by <see cref="MailOptionsValidator"/>.</summary>
public sealed class MailOptions
{
    /// <summary>The way mails are handed over. Required: a mail that silently goes nowhere helps nobody.</summary>
    public MailSenderKind? Sender { get; set; }

    /// <summary>The sender's address. Required. Its domain is also that of the Message-IDs.</summary>
    public string From { get; set; } = "";

    /// <summary>The sender's name. Default: <c>BatchImport</c>.</summary>
    public string FromName { get; set; } = "BatchImport";

    /// <summary>
    /// The largest workbook that is attached, in bytes; above it the mail has only the link. Default: 7 MiB, because attachments grow by
    /// 37 percent in base64 with its line ends, and many mail gateways stop at 10 MB.
    /// </summary>
    public int AttachmentLimitBytes { get; set; } = 7 * 1024 * 1024;

    /// <summary>The SendGrid web API.</summary>
    public SendGridOptions SendGrid { get; set; } = new();

    /// <summary>The SMTP server.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>The folder.</summary>
    public OutboxOptions Outbox { get; set; } = new();
}
