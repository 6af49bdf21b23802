namespace BatchImport.Mail;

/// <summary>The SendGrid web API; configuration section <c>Mail:SendGrid</c>.</summary>
public sealed class SendGridOptions
{
    /// <summary>The API key, with the right to send mail. Required when <c>Mail:Sender</c> is <c>SendGrid</c>. A secret: keep it in a vault.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The API's address. Default: <c>https://api.sendgrid.com</c>; <c>https://api.eu.sendgrid.com</c> keeps data in the EU.</summary>
    public string BaseUrl { get; set; } = "https://api.sendgrid.com";

    /// <summary>The time-out of one request, including the upload of the attachment. Default: 60 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);
}
