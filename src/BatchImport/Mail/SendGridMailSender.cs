using System.Globalization;
using System.Net;
using System.Text.Json;
using BatchImport.Common;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace BatchImport.Mail;

/// <summary>
/// Sends each mail through SendGrid's web API. After a 429, a 5xx or a refused connection it retries up to three times, with waits of at most
/// half a minute each; the caller's retries cover longer outages. A request that timed out is not repeated here, since the mail may
/// have been accepted.
/// </summary>
internal sealed class SendGridMailSender : IMailSender
{
    /// <summary>The name of the HTTP client, for <see cref="IHttpClientFactory"/>.</summary>
    public const string HttpClientName = "BatchImport.SendGrid";

    /// <summary>The longest Retry-After that blocks a worker.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly IHttpClientFactory _clients;
    private readonly MailOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<Response> _retries;

    public SendGridMailSender(IHttpClientFactory clients, IOptions<MailOptions> options, TimeProvider time)
    {
        _clients = clients;
        _options = options.Value;
        _time = time;
        _retries = new ResiliencePipelineBuilder<Response> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Response>
            {
                // About 1, 2 and 4 seconds, unless there is a Retry-After.
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is HttpRequestException || (args.Outcome.Result is { } response && IsWorthWaiting(response))),
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result is { } response ? RetryAfter(response) : null),
            })
            .Build();
    }

    public async Task SendAsync(ResultMail mail, CancellationToken cancellationToken)
    {
        MimeMail.RequireAddress(mail.To);
        var message = Message(mail);
        Response response;
        try
        {
            response = await _retries.ExecuteAsync(
                async token =>
                {
                    using var http = _clients.CreateClient(HttpClientName);
                    var client = new SendGridClient(http, new SendGridClientOptions { ApiKey = _options.SendGrid.ApiKey, Host = _options.SendGrid.BaseUrl.TrimEnd('/') });
                    return await client.SendEmailAsync(message, token);
                },
                cancellationToken);
        }
        catch (HttpRequestException ex)
        {
            throw new MailException($"SendGrid could not be reached ({ex.HttpRequestError}).", isTransient: true, ex);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailException("SendGrid did not answer in time (Mail:SendGrid:Timeout).", isTransient: true, ex);
        }

        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalAsync(response, cancellationToken);
        }
    }

    private SendGridMessage Message(ResultMail mail)
    {
        var message = new SendGridMessage
        {
            From = new SendGrid.Helpers.Mail.EmailAddress(EmailDomain.WithAscii(_options.From), _options.FromName),
            Subject = MailLine.Format(mail.Subject, 250),
            PlainTextContent = mail.Text,
            HtmlContent = mail.Html,
        };
        message.AddTo(EmailDomain.WithAscii(mail.To));
        message.AddHeader("Message-ID", $"<{mail.MessageId}>");
        message.AddHeader("Auto-Submitted", "auto-generated");

        // No tracking of recipients: the workbook's link is not rewritten, and no tracking image is added.
        message.SetClickTracking(enable: false, enableText: false);
        message.SetOpenTracking(enable: false, substitutionTag: null);
        if (mail.Attachment is { } attachment)
        {
            message.AddAttachment(MailLine.Format(attachment.FileName, 200), Convert.ToBase64String(attachment.Content), attachment.ContentType);
        }

        return message;
    }

    private bool IsWorthWaiting(Response response) =>
        IsTransient(response.StatusCode) && (RetryAfter(response) is not { } wait || wait <= LongestWait);

    private TimeSpan? RetryAfter(Response response) => response.Headers?.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > _time.GetUtcNow() ? date - _time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    private static async Task<MailException> RefusalAsync(Response response, CancellationToken cancellationToken)
    {
        var reason = await ReasonAsync(response, cancellationToken);
        var detail = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? "check Mail:SendGrid:ApiKey, its right to send mail, and that Mail:From is a verified sender"
            : reason;
        return new MailException(
            string.Create(CultureInfo.InvariantCulture, $"SendGrid answered {(int)response.StatusCode}{(detail is null ? "" : ": " + detail)}"),
            IsTransient(response.StatusCode))
        {
            IsContentRefused = response.StatusCode == HttpStatusCode.RequestEntityTooLarge
                || (response.StatusCode == HttpStatusCode.BadRequest && IsAboutContent(reason)),
        };
    }

    // https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors: the message names the attachment or the size.
    private static bool IsAboutContent(string? reason) =>
        reason is not null && (reason.Contains("attachment", StringComparison.OrdinalIgnoreCase) || reason.Contains("size", StringComparison.OrdinalIgnoreCase));

    private static async Task<string?> ReasonAsync(Response response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = JsonDocument.Parse(await response.Body.ReadAsStringAsync(cancellationToken));
            var reasons = body.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("message").GetString());
            return MailAddress.Redact(MailLine.Format(string.Join("; ", reasons), 200));
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or KeyNotFoundException or HttpRequestException or IOException)
        {
            // A gateway's page instead of the API's answer: the status is sufficient.
            return null;
        }
    }
}
