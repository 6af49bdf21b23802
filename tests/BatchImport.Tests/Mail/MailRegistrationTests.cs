using BatchImport.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BatchImport.Tests.Mail;

public sealed class MailRegistrationTests
{
    [Theory]
    [InlineData("SendGrid", typeof(SendGridMailSender))]
    [InlineData("smtp", typeof(SmtpMailSender))]
    [InlineData("Outbox", typeof(OutboxMailSender))]
    public void The_setting_chooses_the_sender(string sender, Type type)
    {
        using var provider = Provider(
            ("Mail:Sender", sender), ("Mail:From", "imports@example.com"), ("Mail:SendGrid:ApiKey", "key"), ("Mail:Smtp:Host", "localhost"), ("Mail:Outbox:Folder", "outbox"));

        Assert.IsType(type, provider.GetRequiredService<IMailSender>());
    }

    [Theory]
    [InlineData("Mail:Sender is SendGrid", "SendGrid")]
    [InlineData("Mail:Smtp:Host is missing", "Smtp")]
    [InlineData("Mail:Outbox:Folder is missing", "Outbox")]
    [InlineData("Mail:Sender is missing", null)]
    [InlineData("Mail:From must be one e-mail address", "Outbox", "Mail:From", "imports@example.com, eve@example.com")]
    [InlineData("Mail:From must be one e-mail address", "Outbox", "Mail:From", "imports")]
    [InlineData("Mail:SendGrid:BaseUrl must", "SendGrid", "Mail:SendGrid:BaseUrl", "api.sendgrid.com")]
    [InlineData("Mail:Smtp:Port must", "Smtp", "Mail:Smtp:Port", "0")]
    [InlineData("Mail:AttachmentLimitBytes must not", "Outbox", "Mail:AttachmentLimitBytes", "-1")]
    public void What_a_sender_lacks_is_said_by_the_name_of_the_setting(string message, string? sender, string? key = null, string? value = null)
    {
        using var provider = Provider(("Mail:From", "imports@example.com"), ("Mail:Sender", sender), (key ?? "Other", value));

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<MailOptions>>().Value);

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder();
        foreach (var (key, value) in settings)
        {
            configuration.AddInMemoryCollection([KeyValuePair.Create(key, value)]);
        }

        return new ServiceCollection().AddMail(configuration.Build()).BuildServiceProvider();
    }
}
