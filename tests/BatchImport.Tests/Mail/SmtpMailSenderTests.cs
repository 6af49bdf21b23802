using System.Net;
using System.Net.Sockets;
using System.Text;
using BatchImport.Mail;
using BatchImport.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace BatchImport.Tests.Mail;

public sealed class SmtpMailSenderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_with_everything_it_has()
    {
        await using var server = new SmtpServer();

        await Sender(server.Port).SendAsync(SampleMail.Mail, Token);

        Assert.Contains(server.Commands, command => command.StartsWith("MAIL FROM:<imports@example.com>", StringComparison.Ordinal));
        Assert.Contains("RCPT TO:<ada@example.com>", server.Commands);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
        MimeMailAssert.IsSample(await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(server.Mails))), Token));
    }

    [Fact]
    public async Task With_a_user_name_it_signs_in()
    {
        await using var server = new SmtpServer();

        await Sender(server.Port, smtp => (smtp.UserName, smtp.Password) = ("ada", "secret")).SendAsync(SampleMail.Mail, Token);

        Assert.Contains("AUTH PLAIN " + Convert.ToBase64String("\0ada\0secret"u8), server.Commands);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 <ada@example.com> unknown", false)]
    [InlineData("RCPT", "451 4.7.1 greylisted", true)]
    [InlineData("MAIL", "530 5.7.0 sign in first", false)]
    [InlineData("RECEIVED", "552 5.3.4 too large", false)]
    [InlineData("RECEIVED", "452 4.3.1 disk full", true)]
    [InlineData("GREETING", "", true)]
    [InlineData("DATA", "", true)]
    public async Task What_a_server_refuses_is_final_or_transient_as_it_says(string command, string answer, bool isTransient)
    {
        await using var server = new SmtpServer();
        server.Answers[command] = answer;

        var exception = await Assert.ThrowsAsync<MailException>(() => Sender(server.Port).SendAsync(SampleMail.Mail, Token));

        Assert.Equal(isTransient, exception.IsTransient);
        Assert.DoesNotContain("ada@", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RECEIVED", "552 5.3.4 too large", true)]
    [InlineData("RECEIVED", "550 5.7.1 attachments are not allowed", true)]
    [InlineData("RECEIVED", "554 5.6.1 media not supported", true)]
    [InlineData("RECEIVED", "523 5.2.3 too long", true)]
    [InlineData("MAIL", "552 5.3.4 too large", true)]
    [InlineData("RCPT", "552 5.2.2 over quota", true)]
    [InlineData("RCPT", "554 5.3.4 too large", true)]
    [InlineData("RCPT", "550 5.7.1 relay access denied", false)]
    [InlineData("RCPT", "550 5.1.1 unknown", false)]
    [InlineData("RECEIVED", "452 4.3.1 disk full", false)]
    public async Task A_refusal_is_about_the_content_as_its_step_and_code_have_it(string command, string answer, bool isContent)
    {
        await using var server = new SmtpServer();
        server.Answers[command] = answer;

        var exception = await Assert.ThrowsAsync<MailException>(() => Sender(server.Port).SendAsync(SampleMail.Mail, Token));

        Assert.Equal(isContent, exception.IsContentRefused);
    }

    [Theory]
    [InlineData("info@xn--mnchen-3ya.de", false)]
    [InlineData("info@xn--mnchen-3ya.de", true)]
    [InlineData("info@münchen.de", false)]
    [InlineData("info@münchen.de", true)]
    public async Task A_domain_beyond_ascii_gets_mail_from_every_server(string owner, bool hasUtf8)
    {
        await using var server = Utf8Server(hasUtf8);

        await Sender(server.Port).SendAsync(SampleMail.Mail with { To = owner }, Token);

        Assert.Contains("RCPT TO:<info@xn--mnchen-3ya.de>", server.Commands);
        Assert.DoesNotContain(server.Commands, static command => command.Contains("SMTPUTF8", StringComparison.Ordinal));
        Assert.Contains("\r\nTo: info@xn--mnchen-3ya.de\r\n", Assert.Single(server.Mails), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_beyond_ascii_gets_mail_from_a_server_that_offers_smtputf8()
    {
        await using var server = Utf8Server(hasUtf8: true);

        await Sender(server.Port).SendAsync(SampleMail.Mail with { To = "jörg@münchen.de" }, Token);

        Assert.Contains(server.Commands, static command => command.StartsWith("MAIL", StringComparison.Ordinal) && command.Contains("SMTPUTF8", StringComparison.Ordinal));
        Assert.Contains("RCPT TO:<jörg@münchen.de>", server.Commands.Select(static command => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(command))));
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task A_name_beyond_ascii_is_refused_for_good_where_the_server_does_not_offer_smtputf8()
    {
        await using var server = Utf8Server(hasUtf8: false);

        var exception = await Assert.ThrowsAsync<MailException>(() => Sender(server.Port).SendAsync(SampleMail.Mail with { To = "jörg@münchen.de" }, Token));

        Assert.False(exception.IsTransient);
        Assert.Contains("SMTPUTF8", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, static command => command.StartsWith("RCPT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_name_of_the_attachment_is_there_in_both_encodings()
    {
        await using var server = new SmtpServer();

        await Sender(server.Port).SendAsync(SampleMail.Mail, Token);

        var part = Assert.Single(server.Mails).Split("Content-Type: application/")[1].Split("\r\n\r\n")[0];
        var name = part.Split("\tname=\"")[1].Split('"')[0];
        Assert.Equal(SampleMail.Workbook.FileName, MimeKit.Utils.Rfc2047.DecodeText(Encoding.ASCII.GetBytes(name)));
        Assert.Contains("\tfilename*=", part, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_final()
    {
        await using var server = new SmtpServer();
        server.Answers["AUTH"] = "535 5.7.8 no";

        var exception = await Assert.ThrowsAsync<MailException>(() => Sender(server.Port, smtp => (smtp.UserName, smtp.Password) = ("ada", "secret")).SendAsync(SampleMail.Mail, Token));

        Assert.False(exception.IsTransient);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_tls_asked_for_gets_no_mail()
    {
        await using var server = new SmtpServer();

        var exception = await Assert.ThrowsAsync<MailException>(() => Sender(server.Port, smtp => smtp.Security = SmtpSecurity.StartTls).SendAsync(SampleMail.Mail, Token));

        Assert.False(exception.IsTransient);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_mail_that_was_taken_stays_sent_however_the_server_says_goodbye()
    {
        await using var server = new SmtpServer();
        server.Answers["QUIT"] = "";

        await Sender(server.Port).SendAsync(SampleMail.Mail, Token);

        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task A_silent_server_is_a_transient_fault()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var exception = await Assert.ThrowsAsync<MailException>(
            () => Sender(((IPEndPoint)listener.LocalEndpoint).Port, smtp => smtp.Timeout = TimeSpan.FromMilliseconds(200)).SendAsync(SampleMail.Mail, Token));

        Assert.True(exception.IsTransient);
    }

    private static SmtpServer Utf8Server(bool hasUtf8)
    {
        var server = new SmtpServer();
        if (hasUtf8)
        {
            server.Answers["EHLO"] = "250-test\r\n250-8BITMIME\r\n250 SMTPUTF8";
        }

        return server;
    }

    private static SmtpMailSender Sender(int port, Action<SmtpOptions>? change = null) => new(
        Options.Create(SampleMail.Options(options =>
        {
            (options.Smtp.Host, options.Smtp.Port) = ("127.0.0.1", port);
            change?.Invoke(options.Smtp);
        })),
        new FakeTimeProvider(MimeMailAssert.Date));
}
