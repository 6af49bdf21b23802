using MimeKit;

namespace BatchImport.Tests.Mail;

internal static class MimeMailAssert
{
    public static readonly DateTimeOffset Date = new(2026, 3, 1, 12, 0, 2, TimeSpan.Zero);

    /// <summary>The message is <see cref="SampleMail.Mail"/>, whole.</summary>
    public static void IsSample(MimeMessage message)
    {
        Assert.Equal(SampleMail.Mail.MessageId, message.MessageId);
        Assert.Equal(Date, message.Date);
        Assert.Equal("\"BatchImport\" <imports@example.com>", message.From.ToString());
        Assert.Equal("ada@example.com", message.To.ToString());
        Assert.Equal(SampleMail.Mail.Subject, message.Subject);
        Assert.Equal(SampleMail.Mail.Text, message.TextBody?.TrimEnd());
        Assert.Equal(SampleMail.Mail.Html, message.HtmlBody?.TrimEnd());
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        var attachment = Assert.IsType<MimePart>(Assert.Single(message.Attachments));
        Assert.Equal(SampleMail.Workbook.FileName, attachment.FileName);
        Assert.Equal(SampleMail.Workbook.ContentType, attachment.ContentType.MimeType);
        using var content = new MemoryStream();
        attachment.Content!.DecodeTo(content);
        Assert.Equal(SampleMail.Workbook.Content, content.ToArray());
    }
}
