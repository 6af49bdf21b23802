namespace BatchImport.Mail;

/// <summary>Hands a mail over for delivery.</summary>
public interface IMailSender
{
    /// <summary>Sends a mail. Returns when the service, the server or the folder has taken it.</summary>
    /// <exception cref="MailException">It was not taken.</exception>
    Task SendAsync(ResultMail mail, CancellationToken cancellationToken);
}
