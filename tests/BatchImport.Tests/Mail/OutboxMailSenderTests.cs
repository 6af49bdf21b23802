using BatchImport.Mail;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace BatchImport.Tests.Mail;

public sealed class OutboxMailSenderTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "batchimport-tests-" + Path.GetRandomFileName(), "outbox");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_a_whole_eml_file_named_by_its_message_id()
    {
        await SendAsync(SampleMail.Mail);

        var file = Assert.Single(Directory.GetFileSystemEntries(_folder));
        Assert.Equal(SampleMail.BatchId + ".result.eml", Path.GetFileName(file));
        MimeMailAssert.IsSample(await MimeMessage.LoadAsync(file, Token));
    }

    [Fact]
    public async Task A_repeat_replaces_the_first_and_other_news_stand_beside_it()
    {
        await SendAsync(SampleMail.Mail);
        await SendAsync(SampleMail.Mail with { Subject = "again" });
        await SendAsync(SampleMail.Mail with { MessageId = SampleMail.BatchId + ".failed@example.com" });

        Assert.Equal([SampleMail.BatchId + ".failed.eml", SampleMail.BatchId + ".result.eml"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("again", (await MimeMessage.LoadAsync(Path.Combine(_folder, SampleMail.BatchId + ".result.eml"), Token)).Subject);
    }

    [Fact]
    public async Task A_subject_with_line_ends_adds_no_header()
    {
        await SendAsync(SampleMail.Mail with { Subject = "a\r\nBcc: eve@example.com\r\n\r\nbody", Attachment = SampleMail.Workbook with { FileName = "a\"\r\nX-Evil: 1" } });

        var message = await MimeMessage.LoadAsync(Path.Combine(_folder, SampleMail.BatchId + ".result.eml"), Token);
        Assert.Equal("a  Bcc: eve@example.com    body", message.Subject);
        Assert.Empty(message.Bcc);
        Assert.Equal("a\"  X-Evil: 1", Assert.IsType<MimePart>(Assert.Single(message.Attachments)).FileName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    [InlineData("Ada <a@example.com>")]
    public async Task A_receiver_that_is_not_one_address_is_refused_for_good(string to)
    {
        var exception = await Assert.ThrowsAsync<MailException>(() => SendAsync(SampleMail.Mail with { To = to }));

        Assert.False(exception.IsTransient);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_transient_fault()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder)!);
        await File.WriteAllTextAsync(_folder, "a file in the folder's place", Token);

        Assert.True((await Assert.ThrowsAsync<MailException>(() => SendAsync(SampleMail.Mail))).IsTransient);
    }

    [Theory]
    [InlineData("0123.result@example.com", "0123.result.eml")]
    [InlineData("../../etc/x y@example.com", ".._.._etc_x_y.eml")]
    public void No_message_id_leaves_the_folder(string messageId, string fileName) => Assert.Equal(fileName, OutboxMailSender.FileNameOf(messageId));

    public void Dispose()
    {
        var parent = Path.GetDirectoryName(_folder)!;
        if (Directory.Exists(parent))
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    private Task SendAsync(ResultMail mail) => new OutboxMailSender(
        Options.Create(SampleMail.Options(options => options.Outbox.Folder = _folder)), new FakeTimeProvider(MimeMailAssert.Date)).SendAsync(mail, Token);
}
