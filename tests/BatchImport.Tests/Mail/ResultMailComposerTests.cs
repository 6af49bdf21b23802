using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;
using BatchImport.Staging;

namespace BatchImport.Tests.Mail;

public sealed class ResultMailComposerTests
{
    private static readonly ResultMailContent Content = new() { Progress = SampleMail.Completed, To = "ada@example.com" };

    private static ImportProgress In(ImportState state, string? problem = null) => SampleMail.Completed with { State = state, Problem = problem };

    [Theory]
    [InlineData(180, 20, "customers.xlsx: 180 of 200 rows imported, 20 errors")]
    [InlineData(199, 1, "customers.xlsx: 199 of 200 rows imported, 1 error")]
    [InlineData(0, 2, "customers.xlsx: 0 of 2 rows imported, 2 errors")]
    [InlineData(50_000, 0, "customers.xlsx: all 50,000 rows imported")]
    [InlineData(1, 0, "customers.xlsx: 1 row imported")]
    [InlineData(0, 1, "customers.xlsx: 0 of 1 row imported, 1 error")]
    public void The_subject_says_at_a_glance_how_it_went(int succeeded, int failed, string subject) =>
        Assert.Equal(subject, SampleMail.Compose(Content with { Counts = new WorkbookCounts(succeeded, failed, 0) }).Subject);

    [Fact]
    public void A_rejected_file_is_told_with_what_is_wrong_and_what_to_do()
    {
        var mail = SampleMail.Compose(Content with { Progress = In(ImportState.Rejected, "Sheet \"Kunden\" has no column \"Email\". Add it.") });

        Assert.Equal("customers.xlsx could not be imported: Sheet \"Kunden\" has no column \"Email\". Add it.", mail.Subject);
        Assert.Contains("Sheet \"Kunden\" has no column \"Email\". Add it.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("drop it again", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Sheet &quot;Kunden&quot;", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("180", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_import_is_told_with_what_was_done()
    {
        var mail = SampleMail.Compose(Content with { Progress = In(ImportState.Failed, "Redis did not answer."), Counts = new WorkbookCounts(120, 5, 75) });

        Assert.Equal("customers.xlsx: the import failed, 120 of 200 rows imported", mail.Subject);
        Assert.Contains("75 have no result", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Redis did not answer.", mail.Text, StringComparison.Ordinal);
        Assert.Contains(SampleMail.BatchId, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_counts_those_of_the_progress_are_told() =>
        Assert.Equal("customers.xlsx: 180 of 200 rows imported, 20 errors", SampleMail.Compose(Content).Subject);

    [Fact]
    public void The_first_errors_are_listed_and_the_others_counted()
    {
        var mail = SampleMail.Compose(Content with { FirstErrors = [new MailedError(5, "Email", "\"bob\" is not an e-mail address"), new MailedError(9, "", "has more cells than the header")] });

        Assert.Contains("- row 5, Email: \"bob\" is not an e-mail address" + Environment.NewLine, mail.Text, StringComparison.Ordinal);
        Assert.Contains("- row 9: has more cells than the header" + Environment.NewLine, mail.Text, StringComparison.Ordinal);
        Assert.Contains("and 18 more rows with errors", mail.Text, StringComparison.Ordinal);
        Assert.Contains("and 18 more rows with errors", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_up_to_the_limit_is_attached_and_linked()
    {
        var content = Content with { Attachment = SampleMail.Workbook, WorkbookLink = new Uri("https://results.example.com/a?sig=1&se=2"), LinkExpiresAt = SampleMail.Completed.ExpiresAt };
        var mail = SampleMail.Compose(content, options => options.AttachmentLimitBytes = SampleMail.Workbook.Content.Length);

        Assert.Same(SampleMail.Workbook, mail.Attachment);
        Assert.Contains("is attached, and it can be fetched until 2026-03-08 12:00 UTC at:" + Environment.NewLine + "https://results.example.com/a?sig=1&se=2", mail.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"https://results.example.com/a?sig=1&amp;se=2\"", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_larger_workbook_is_linked_only()
    {
        var content = Content with { Attachment = SampleMail.Workbook, WorkbookLink = new Uri("https://results.example.com/a") };
        var mail = SampleMail.Compose(content, options => options.AttachmentLimitBytes = SampleMail.Workbook.Content.Length - 1);

        Assert.Null(mail.Attachment);
        Assert.Contains("too large for a mail", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://results.example.com/a", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_id_is_the_same_for_the_same_news_and_another_for_other_news()
    {
        Assert.Equal(SampleMail.BatchId + ".result@example.com", SampleMail.Compose(Content).MessageId);
        Assert.Equal(SampleMail.BatchId + ".result@example.com", SampleMail.Compose(Content with { Progress = In(ImportState.Sending) }).MessageId);
        Assert.Equal(SampleMail.BatchId + ".rejected@example.com", SampleMail.Compose(Content with { Progress = In(ImportState.Rejected) }).MessageId);
        Assert.Equal(SampleMail.BatchId + ".failed@example.com", SampleMail.Compose(Content with { Progress = In(ImportState.Failed) }).MessageId);
    }

    [Theory]
    [InlineData("a\r\nBcc: eve@example.com\r\n.xlsx")]
    [InlineData("a\nb\u2028c\u0085d\0.xlsx")]
    [InlineData("evil\u202Exslx.exe")]
    public void No_file_name_breaks_out_of_its_line(string fileName)
    {
        var mail = SampleMail.Compose(Content with { Progress = SampleMail.Completed with { FileName = fileName } });

        Assert.DoesNotContain(mail.Subject, unit => char.IsControl(unit) || unit is '\u2028' or '\u202e');
        Assert.DoesNotContain(mail.Text.Split(Environment.NewLine), line => line.StartsWith("Bcc:", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_from_a_file_becomes_html()
    {
        const string Evil = "<img src=x onerror=\"alert(1)\">'&";
        var mail = SampleMail.Compose(new ResultMailContent
        {
            To = "ada@example.com",
            Progress = SampleMail.Completed with { FileName = Evil, State = ImportState.Failed, Problem = Evil, Definition = Evil },
            FirstErrors = [new MailedError(2, Evil, Evil)],
            WorkbookLink = new Uri("https://results.example.com/\"><script>?a='><script>"),
        });

        Assert.DoesNotContain("<img", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"alert", mail.Html, StringComparison.Ordinal);
        Assert.Equal(5, mail.Html.Split("&lt;img src=x onerror=&quot;").Length - 1);
    }

    [Fact]
    public void Long_names_and_problems_are_cut()
    {
        var mail = SampleMail.Compose(Content with { Progress = In(ImportState.Rejected, new string('p', 5_000)) with { FileName = new string('f', 5_000) + ".xlsx" } });

        Assert.InRange(mail.Subject.Length, 1, 200);
        Assert.InRange(mail.Text.Length, 1, 2_000);
    }

    [Fact]
    public void An_error_is_told_with_all_its_columns_and_reasons()
    {
        Assert.Equal(new MailedError(3, "Email", "no address"), Of(3, new RowError(1, "no address")));
        Assert.Equal(
            new MailedError(5, "Id; Email", "Id: missing; Email: no address"), Of(5, new RowError(0, "missing"), new RowError(1, "no address")));
        Assert.Equal(new MailedError(7, "", "too many cells"), Of(7, new RowError(null, "too many cells")));

        static MailedError Of(int row, params RowError[] errors) =>
            MailedError.From(new StagedRow(row, new BatchImport.Spreadsheets.Cell[2]), RowResult.Error(0, errors), ["Id", "Email"]);
    }
}
