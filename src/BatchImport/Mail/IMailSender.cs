namespace BatchImport.Mail;

/// <summary>Sends mails.</summary>
public interface IMailSender
{
    /// <summary>Sends a mail. Returns when the service, the server or the folder has accepted it.</summary>
    /// <exception cref="MailException">The mail was not accepted.</exception>
    Task SendAsync(ResultMail mail, CancellationToken cancellationToken);
}
