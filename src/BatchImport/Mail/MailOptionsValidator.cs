using Microsoft.Extensions.Options;

namespace BatchImport.Mail;

/// <summary>Reports missing settings of the chosen sender at start rather than at the end of the first import.</summary>
internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var failures = new List<string>();
        Check(MailAddress.IsValid(options.From), "The setting Mail:From must be one e-mail address, for example imports@example.com.");
        Check(options.AttachmentLimitBytes >= 0, "The setting Mail:AttachmentLimitBytes must not be negative; 0 attaches nothing.");
        switch (options.Sender)
        {
            case MailSenderKind.SendGrid:
                Check(!string.IsNullOrWhiteSpace(options.SendGrid.ApiKey), "The setting Mail:SendGrid:ApiKey is missing: Mail:Sender is SendGrid.");
                Check(IsWebAddress(options.SendGrid.BaseUrl), "The setting Mail:SendGrid:BaseUrl must be an address that begins with https:// or http://.");
                Check(options.SendGrid.Timeout > TimeSpan.Zero, "The setting Mail:SendGrid:Timeout must be more than 0.");
                break;
            case MailSenderKind.Smtp:
                Check(!string.IsNullOrWhiteSpace(options.Smtp.Host), "The setting Mail:Smtp:Host is missing: Mail:Sender is Smtp.");
                Check(options.Smtp.Port is > 0 and <= 65_535, "The setting Mail:Smtp:Port must be from 1 to 65535.");
                Check(options.Smtp.Timeout > TimeSpan.Zero, "The setting Mail:Smtp:Timeout must be more than 0.");
                break;
            case MailSenderKind.Outbox:
                Check(!string.IsNullOrWhiteSpace(options.Outbox.Folder), "The setting Mail:Outbox:Folder is missing: Mail:Sender is Outbox.");
                break;
            default:
                Check(false, "The setting Mail:Sender is missing: SendGrid, Smtp or Outbox.");
                break;
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool isRight, string failure)
        {
            if (!isRight)
            {
                failures.Add(failure);
            }
        }
    }

    private static bool IsWebAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
}
