namespace BatchImport.Mail;

/// <summary>How mails are sent.</summary>
public enum MailSenderKind
{
    /// <summary>The SendGrid web API.</summary>
    SendGrid,

    /// <summary>An SMTP server.</summary>
    Smtp,

    /// <summary>A folder that receives each mail as an .eml file, for one machine and for tests.</summary>
    Outbox,
}
