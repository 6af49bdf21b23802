using MimeKit;

namespace BatchImport.Mail;

/// <summary>A result mail as a MIME message. MimeKit encodes names and headers (RFC 2047, RFC 2231) and domains (RFC 5890).</summary>
internal static class MimeMail
{
    /// <exception cref="MailException">The recipient's address is invalid.</exception>
    public static MimeMessage Create(ResultMail mail, MailOptions options, DateTimeOffset date)
    {
        RequireAddress(mail.To);
        var body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html };
        if (mail.Attachment is { } attachment)
        {
            var part = body.Attachments.Add(MailLine.Format(attachment.FileName, 200), attachment.Content, ContentType.Parse(attachment.ContentType));

            // The name is in the message twice: as RFC 2231 in Content-Disposition, and here as RFC 2047 for programs that read only this,
            // such as Outlook.
            if (part.ContentType.Parameters.TryGetValue("name", out Parameter? name))
            {
                name.EncodingMethod = ParameterEncodingMethod.Rfc2047;
            }
        }

        var message = new MimeMessage
        {
            MessageId = mail.MessageId,
            Date = date,
            Subject = MailLine.Format(mail.Subject, 250),
            Body = body.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress(options.FromName, options.From));
        message.To.Add(new MailboxAddress("", mail.To));

        // Prevents automatic replies (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <exception cref="MailException">The text is not an address.</exception>
    public static void RequireAddress(string to)
    {
        if (!MailAddress.IsValid(to))
        {
            throw new MailException("The owner's e-mail address is not one mailbox: correct the blob's metadata 'owner', its folder, or the definition's 'notify'.", isTransient: false);
        }
    }
}
