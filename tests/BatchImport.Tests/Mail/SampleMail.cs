using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;
using Microsoft.Extensions.Options;

namespace BatchImport.Tests.Mail;

internal static class SampleMail
{
    public const string BatchId = "0123456789abcdef0123456789abcdef";

    public static ImportProgress Completed { get; } = new()
    {
        BatchId = BatchId,
        State = ImportState.Completed,
        FileName = "customers.xlsx",
        Owner = "ada@example.com",
        Definition = "customers",
        Rows = 200,
        Succeeded = 180,
        Failed = 20,
        ReceivedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        FinishedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 2, TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(2026, 3, 8, 12, 0, 0, TimeSpan.Zero),
    };

    public static MailAttachment Workbook { get; } = new("Kunden Größe-result.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [.. Enumerable.Range(0, 5_000).Select(index => (byte)index)]);

    public static ResultMail Mail { get; } = new()
    {
        MessageId = BatchId + ".result@example.com",
        To = "ada@example.com",
        Subject = "Größe.xlsx: all 2 rows imported",
        Text = "All 2 rows of Größe.xlsx were imported.",
        Html = "<p>All 2 rows of Größe.xlsx were imported.</p>",
        Attachment = Workbook,
    };

    public static MailOptions Options(Action<MailOptions>? change = null)
    {
        var options = new MailOptions { From = "imports@example.com" };
        change?.Invoke(options);
        return options;
    }

    public static ResultMail Compose(ResultMailContent content, Action<MailOptions>? change = null) =>
        new ResultMailComposer(Microsoft.Extensions.Options.Options.Create(Options(change))).Compose(content);
}
