namespace BatchImport.Mail;

/// <summary>A file that goes with a mail.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes; at most what <c>Mail:AttachmentLimitBytes</c> allows.</param>
public sealed record MailAttachment(string FileName, string ContentType, byte[] Content);
