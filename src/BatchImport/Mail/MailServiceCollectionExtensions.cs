using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BatchImport.Mail;

/// <summary>Registers the result mail and its senders.</summary>
internal static class MailServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ResultMailComposer"/> and the <see cref="IMailSender"/> of <c>Mail:Sender</c>.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddOptions<MailOptions>().Bind(configuration.GetSection("Mail")).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(SendGridMailSender.HttpClientName)
            .ConfigureHttpClient((provider, client) => client.Timeout = provider.GetRequiredService<IOptions<MailOptions>>().Value.SendGrid.Timeout);
        services.AddSingleton<ResultMailComposer>();
        services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<IOptions<MailOptions>>().Value.Sender switch
        {
            MailSenderKind.SendGrid => ActivatorUtilities.CreateInstance<SendGridMailSender>(provider),
            MailSenderKind.Smtp => ActivatorUtilities.CreateInstance<SmtpMailSender>(provider),
            _ => ActivatorUtilities.CreateInstance<OutboxMailSender>(provider),
        });
        return services;
    }
}
