namespace BatchImport.Mail;

/// <summary>The ways a mail is handed over.</summary>
public enum MailSenderKind
{
    /// <summary>The SendGrid web API.</summary>
    SendGrid,

    /// <summary>An SMTP server.</summary>
    Smtp,

    /// <summary>A folder that takes each mail as an .eml file, for one machine and for tests.</summary>
    Outbox,
}
