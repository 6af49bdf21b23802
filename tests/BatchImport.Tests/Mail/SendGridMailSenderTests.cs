using BatchImport.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchImport.Tests.Mail;

public sealed class SendGridMailSenderTests
{
    private const string Key = "SG.secret-key";
    private readonly ImpatientTime _time = new();

    [Fact]
    public async Task A_mail_arrives_with_everything_it_has()
    {
        await using var server = (await SendGridServer.StartAsync()).Then(202);

        await SendAsync(server);

        var (authorization, body) = Assert.Single(server.Requests);
        Assert.Equal("Bearer " + Key, authorization);
        Assert.Equal("imports@example.com", body.GetProperty("from").GetProperty("email").GetString());
        var personalization = Assert.Single(body.GetProperty("personalizations").EnumerateArray());
        Assert.Equal("ada@example.com", Assert.Single(personalization.GetProperty("to").EnumerateArray()).GetProperty("email").GetString());
        Assert.Equal(SampleMail.Mail.Subject, body.GetProperty("subject").GetString());
        Assert.Equal([("text/plain", SampleMail.Mail.Text), ("text/html", SampleMail.Mail.Html)], body.GetProperty("content").EnumerateArray().Select(part => (part.GetProperty("type").GetString(), part.GetProperty("value").GetString())));
        var attachment = Assert.Single(body.GetProperty("attachments").EnumerateArray());
        Assert.Equal(SampleMail.Workbook.FileName, attachment.GetProperty("filename").GetString());
        Assert.Equal(SampleMail.Workbook.Content, attachment.GetProperty("content").GetBytesFromBase64());
        Assert.Equal($"<{SampleMail.Mail.MessageId}>", personalization.GetProperty("headers").GetProperty("Message-ID").GetString());
        Assert.False(body.GetProperty("tracking_settings").GetProperty("click_tracking").GetProperty("enable").GetBoolean());
    }

    [Fact]
    public async Task After_a_429_the_mail_is_sent_again_when_the_service_said_to()
    {
        await using var server = (await SendGridServer.StartAsync()).Then(429, retryAfter: "20").Then(202);

        await SendAsync(server);

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal([TimeSpan.FromSeconds(20)], _time.Waits);
    }

    [Fact]
    public async Task A_wait_longer_than_half_a_minute_is_left_to_the_caller()
    {
        await using var server = (await SendGridServer.StartAsync()).Then(429, retryAfter: "31");

        var exception = await Assert.ThrowsAsync<MailException>(() => SendAsync(server));

        Assert.True(exception.IsTransient);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_service_that_keeps_failing_is_a_transient_fault_after_four_tries(int status)
    {
        await using var server = (await SendGridServer.StartAsync()).Then(status).Then(status).Then(status).Then(status);

        var exception = await Assert.ThrowsAsync<MailException>(() => SendAsync(server));

        Assert.True(exception.IsTransient);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(3, _time.Waits.Count);
        Assert.All(_time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(401, "Mail:SendGrid:ApiKey")]
    [InlineData(403, "Mail:SendGrid:ApiKey")]
    [InlineData(400, "The address [address] is wrong.")]
    public async Task A_refusal_is_final_and_names_the_reason_but_no_address(int status, string reason)
    {
        await using var server = (await SendGridServer.StartAsync()).Then(status, """{"errors":[{"message":"The address ada@example.com is wrong.","field":"to"}]}""");

        var exception = await Assert.ThrowsAsync<MailException>(() => SendAsync(server));

        Assert.False(exception.IsTransient);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(413, "Payload Too Large", true)]
    [InlineData(400, "The attachment content must be base64 encoded.", true)]
    [InlineData(400, "The total message size should not exceed 30 MB.", true)]
    [InlineData(400, "Does not contain a valid address.", false)]
    [InlineData(401, "The attachment is not the reason.", false)]
    public async Task A_refusal_is_about_the_content_as_its_status_and_reason_have_it(int status, string reason, bool isContent)
    {
        await using var server = (await SendGridServer.StartAsync()).Then(status, $$"""{"errors":[{"message":"{{reason}}"}]}""");

        Assert.Equal(isContent, (await Assert.ThrowsAsync<MailException>(() => SendAsync(server))).IsContentRefused);
    }

    [Theory]
    [InlineData("info@münchen.de", "info@xn--mnchen-3ya.de")]
    [InlineData("info@xn--mnchen-3ya.de", "info@xn--mnchen-3ya.de")]
    [InlineData("jörg@münchen.de", "jörg@xn--mnchen-3ya.de")]
    public async Task A_domain_beyond_ascii_is_given_to_the_service_in_its_ascii_form(string owner, string given)
    {
        await using var server = (await SendGridServer.StartAsync()).Then(202);

        await SendAsync(server.Address, to: owner);

        var personalization = Assert.Single(Assert.Single(server.Requests).Body.GetProperty("personalizations").EnumerateArray());
        Assert.Equal(given, Assert.Single(personalization.GetProperty("to").EnumerateArray()).GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_refusal_in_words_unknown_is_told_by_its_status()
    {
        await using var server = (await SendGridServer.StartAsync()).Then(413, "<html>too large</html>");

        var exception = await Assert.ThrowsAsync<MailException>(() => SendAsync(server));

        Assert.Equal(("SendGrid answered 413", false), (exception.Message, exception.IsTransient));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_a_transient_fault_and_not_asked_twice()
    {
        await using var server = (await SendGridServer.StartAsync()).ThenNothing();

        var exception = await Assert.ThrowsAsync<MailException>(() => SendAsync(server, timeout: "00:00:00.2"));

        Assert.True(exception.IsTransient);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_transient_fault()
    {
        var server = await SendGridServer.StartAsync();
        var address = server.Address;
        await server.DisposeAsync();

        Assert.True((await Assert.ThrowsAsync<MailException>(() => SendAsync(address))).IsTransient);
    }

    [Fact]
    public async Task Neither_key_nor_address_is_logged()
    {
        await using var server = (await SendGridServer.StartAsync()).Then(500).Then(202);
        var logs = new LogLines();

        await SendAsync(server.Address, logs: logs);

        Assert.NotEmpty(logs.Lines);
        Assert.DoesNotContain(logs.Lines, line => line.Contains(Key, StringComparison.Ordinal) || line.Contains("ada@", StringComparison.Ordinal));
    }

    private Task SendAsync(SendGridServer server, string timeout = "00:00:30") => SendAsync(server.Address, timeout);

    private async Task SendAsync(string address, string timeout = "00:00:30", LogLines? logs = null, string to = "ada@example.com")
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Mail:Sender"] = "SendGrid",
            ["Mail:From"] = "imports@example.com",
            ["Mail:SendGrid:ApiKey"] = Key,
            ["Mail:SendGrid:BaseUrl"] = address,
            ["Mail:SendGrid:Timeout"] = timeout,
        }).Build();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddMail(configuration);
        if (logs is not null)
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        }

        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IMailSender>().SendAsync(SampleMail.Mail with { To = to }, TestContext.Current.CancellationToken);
    }
}
