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

    private static SmtpMailSender Sender(int port, Action<SmtpOptions>? change = null) => new(
        Options.Create(SampleMail.Options(options =>
        {
            (options.Smtp.Host, options.Smtp.Port) = ("127.0.0.1", port);
            change?.Invoke(options.Smtp);
        })),
        new FakeTimeProvider(MimeMailAssert.Date));
}
