namespace BatchImport.Mail;

/// <summary>An attachment of a mail.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes; at most <c>Mail:AttachmentLimitBytes</c>.</param>
public sealed record MailAttachment(string FileName, string ContentType, byte[] Content);
