namespace BatchImport.Mail;

/// <summary>How result mails are sent; configuration section <c>Mail</c>. Validated at start by <see cref="MailOptionsValidator"/>.</summary>
public sealed class MailOptions
{
    /// <summary>How mails are sent. Required: without a choice, mails would be lost without notice.</summary>
    public MailSenderKind? Sender { get; set; }

    /// <summary>The sender's address. Required. Its domain is also that of the Message-IDs.</summary>
    public string From { get; set; } = "";

    /// <summary>The sender's name. Default: <c>BatchImport</c>.</summary>
    public string FromName { get; set; } = "BatchImport";

    /// <summary>
    /// The largest workbook that is attached, in bytes; above it the mail contains only the link. Default: 7 MiB, because attachments grow by
    /// 37 percent in base64 with its line ends, and many mail gateways have a limit of 10 MB.
    /// </summary>
    public int AttachmentLimitBytes { get; set; } = 7 * 1024 * 1024;

    /// <summary>The SendGrid web API.</summary>
    public SendGridOptions SendGrid { get; set; } = new();

    /// <summary>The SMTP server.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>The folder.</summary>
    public OutboxOptions Outbox { get; set; } = new();
}
