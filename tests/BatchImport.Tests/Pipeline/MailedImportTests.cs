using System.Globalization;
using System.Text;
using BatchImport.Imports;
using BatchImport.Testing;
using MimeKit;

namespace BatchImport.Tests.Pipeline;

/// <summary>Imports whose mails go to an SMTP server that refuses some of them, or with owners beyond ASCII.</summary>
[Trait("Speed", "Slow")]
public sealed class MailedImportTests(AzuriteServer azurite, RedisServer redis)
{
    private const string Csv = "No\n1\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("552 5.3.4 message too large")]
    [InlineData("550 5.7.1 attachments of this type are not allowed")]
    public async Task A_mail_that_is_refused_for_its_attachment_is_sent_without_it(string refusal)
    {
        await using var smtp = new SmtpServer { Refusal = mail => mail.Contains("Content-Disposition: attachment", StringComparison.Ordinal) ? refusal : null };
        await using var fixture = await WorldAsync(smtp);

        var progress = await fixture.RunAsync(await fixture.DropAsync("a.csv", Csv, ("owner", "ada@example.com")));

        Assert.Equal((ImportState.Completed, MailState.Sent), (progress.State, progress.Mail));
        var mail = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(smtp.Mails))), Stop);
        Assert.Empty(mail.Attachments);
        Assert.Contains("could not be attached", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("could not be attached", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains($"{progress.BatchId}.xlsx", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(fixture.Log.Lines, line => line.Contains($"import {progress.BatchId} was refused with its workbook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_is_refused_without_its_attachment_too_has_failed()
    {
        var received = 0;
        await using var smtp = new SmtpServer
        {
            Refusal = _ =>
            {
                Interlocked.Increment(ref received);
                return "550 5.7.1 no";
            },
        };
        await using var fixture = await WorldAsync(smtp);

        var progress = await fixture.RunAsync(await fixture.DropAsync("a.csv", Csv, ("owner", "ada@example.com")));

        Assert.Equal((ImportState.Completed, MailState.Failed, 2), (progress.State, progress.Mail, received));
    }

    [Theory]
    [InlineData("info@xn--mnchen-3ya.de")]
    [InlineData("info@m%C3%BCnchen.de")]
    public async Task An_owner_with_a_domain_beyond_ascii_gets_the_mail_and_is_shown_as_given(string owner)
    {
        await using var smtp = new SmtpServer();
        await using var fixture = await WorldAsync(smtp);

        var progress = await fixture.RunAsync(await fixture.DropAsync("a.csv", Csv, ("owner", owner)));

        Assert.Equal((ImportState.Completed, MailState.Sent, Uri.UnescapeDataString(owner)), (progress.State, progress.Mail, progress.Owner));
        Assert.Contains("RCPT TO:<info@xn--mnchen-3ya.de>", smtp.Commands);
    }

    private Task<ImportFixture> WorldAsync(SmtpServer smtp) => ImportFixture.CreateAsync(azurite, redis, settings: new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Mail:Sender"] = "Smtp",
        ["Mail:Smtp:Host"] = "127.0.0.1",
        ["Mail:Smtp:Port"] = smtp.Port.ToString(CultureInfo.InvariantCulture),
        ["Mail:Smtp:Security"] = "None",
    });
}
