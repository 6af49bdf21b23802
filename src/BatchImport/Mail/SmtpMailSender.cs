using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace BatchImport.Mail;

/// <summary>Sends each mail through an SMTP server, over a new connection: imports end too seldom to keep one open.</summary>
internal sealed class SmtpMailSender(IOptions<MailOptions> options, TimeProvider time) : IMailSender
{
    public async Task SendAsync(ResultMail mail, CancellationToken cancellationToken)
    {
        using var message = MimeMail.Create(mail, options.Value, time.GetUtcNow());
        var smtp = options.Value.Smtp;
        using var client = new SmtpClient { Timeout = (int)smtp.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(smtp.Host!, smtp.Port, Security(smtp.Security), cancellationToken);
            if (!string.IsNullOrEmpty(smtp.UserName))
            {
                await client.AuthenticateAsync(smtp.UserName, smtp.Password ?? "", cancellationToken);
            }

            RequireUtf8Where(mail, client);
            await client.SendAsync(message, cancellationToken);
        }
        catch (Exception ex) when (ex is not (OperationCanceledException or MailException))
        {
            throw Translate(ex) ?? new MailException("The mail could not be sent by SMTP: " + ex.GetType().Name + ".", isTransient: true, ex);
        }

        await QuitAsync(client, cancellationToken);
    }

    /// <summary>
    /// Uses SMTPUTF8 (RFC 6531) only for an address that needs it. A domain has an ASCII form, which every server on the mail's way takes; some of
    /// them may not offer SMTPUTF8 even if this one does.
    /// </summary>
    private void RequireUtf8Where(ResultMail mail, SmtpClient client)
    {
        if (!MailAddress.NeedsUtf8(mail.To) && !MailAddress.NeedsUtf8(options.Value.From))
        {
            client.Capabilities &= ~SmtpCapabilities.UTF8;
        }
        else if (!client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
        {
            throw new MailException("The address has characters beyond ASCII before the @, and the SMTP server does not offer SMTPUTF8 (RFC 6531), which such addresses need.", isTransient: false);
        }
    }

    private static async Task QuitAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception ex) when (ex is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The server has accepted the mail: an error while disconnecting does not change that, and would send the mail again.
        }
    }

    private static MailException? Translate(Exception exception) => exception switch
    {
        SmtpCommandException refused => new MailException(
            string.Create(CultureInfo.InvariantCulture, $"The SMTP server refused the mail with {(int)refused.StatusCode}: {MailAddress.Redact(MailLine.Format(refused.Message, 200))}"),
            isTransient: (int)refused.StatusCode is >= 400 and < 500,
            innerException: null)
        {
            IsContentRefused = IsContentRefused(refused),
        },
        AuthenticationException => new MailException("The SMTP server refused Mail:Smtp:UserName and Mail:Smtp:Password.", isTransient: false, exception),
        ServiceNotAuthenticatedException => new MailException("The SMTP server requires Mail:Smtp:UserName and Mail:Smtp:Password.", isTransient: false, exception),
        SslHandshakeException => new MailException("The SMTP server's TLS could not be used: check its certificate and the setting Mail:Smtp:Security.", isTransient: false, exception),
        NotSupportedException => new MailException("The SMTP server does not support what the settings or the address require: " + exception.Message, isTransient: false, exception),
        ProtocolException or ServiceNotConnectedException or IOException or SocketException or TimeoutException =>
            new MailException("Unexpected reply of the SMTP server: " + exception.GetType().Name + ".", isTransient: true, exception),
        _ => null,
    };

    /// <summary>
    /// A permanent answer to the message itself is about its content. Before it was sent, only some answers are about its announced size: 552 and 523
    /// (RFC 1870, RFC 5321), and the codes 5.2.3 and 5.3.4 (RFC 3463).
    /// </summary>
    private static bool IsContentRefused(SmtpCommandException refused) =>
        (int)refused.StatusCode >= 500
        && (refused.ErrorCode == SmtpErrorCode.MessageNotAccepted
            || (int)refused.StatusCode is 552 or 523
            || refused.Message.StartsWith("5.2.3", StringComparison.Ordinal)
            || refused.Message.StartsWith("5.3.4", StringComparison.Ordinal));

    private static SecureSocketOptions Security(SmtpSecurity security) => security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.SslOnConnect => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.Auto,
    };
}
