using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using BatchImport.Common;
using BatchImport.Imports;
using Microsoft.Extensions.Options;

namespace BatchImport.Mail;

/// <summary>Composes result mails. Values from a file remain text: encoded in the HTML, on one line in the subject.</summary>
public sealed class ResultMailComposer(IOptions<MailOptions> options)
{
    private const string Cell = "style=\"padding:4px 16px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid #d8dee4\"";
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>
    /// The Message-ID (RFC 5322, without angle brackets) of an import's mail in a state: always the same, so that a receiver can detect a
    /// repeat, and in the sender's domain. That of a mail that a user requested again includes the time, since it is not a repeat.
    /// </summary>
    public string MessageIdOf(string batchId, ImportState state, DateTimeOffset? repeatedAt = null)
    {
        var kind = state switch
        {
            ImportState.Rejected => "rejected",
            ImportState.Failed => "failed",
            ImportState.Cancelled => "cancelled",
            _ => "result",
        };
        var repeat = repeatedAt is { } time ? string.Create(CultureInfo.InvariantCulture, $".{time.ToUnixTimeMilliseconds()}") : "";
        return $"{batchId}.{kind}{repeat}@{EmailDomain.AsciiOf(options.Value.From)}";
    }

    /// <summary>Composes a mail.</summary>
    public ResultMail Compose(ResultMailContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var isAttached = !content.IsAttachmentRefused && content.Attachment is { } attachment && attachment.Content.Length <= options.Value.AttachmentLimitBytes;
        var facts = ResultMailFacts.For(content, isAttached);
        return new ResultMail
        {
            MessageId = MessageIdOf(content.Progress.BatchId, content.Progress.State, content.RepeatedAt),
            To = content.To,
            Subject = facts.Subject,
            Text = Text(facts, content),
            Html = Html(facts, content),
            Attachment = isAttached ? content.Attachment : null,
        };
    }

    private static string Text(ResultMailFacts facts, ResultMailContent content)
    {
        var text = new StringBuilder().AppendLine(facts.Headline);
        if (facts.Problem is { } problem)
        {
            text.AppendLine().AppendLine("What is wrong:").AppendLine(problem);
        }

        text.AppendLine();
        foreach (var (name, value) in facts.Table)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name + ":",-15}{value}");
        }

        if (facts.Errors.Count > 0)
        {
            text.AppendLine().AppendLine("The first errors:");
            foreach (var error in facts.Errors)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- row {error.Row}{(error.Column.Length > 0 ? ", " + error.Column : "")}: {error.Reason}");
            }

            AppendLine(facts.MoreErrors);
        }

        if (facts.Workbook is { } workbook)
        {
            text.AppendLine().AppendLine(workbook);
            AppendLine(content.WorkbookLink?.AbsoluteUri);
        }

        text.AppendLine().AppendLine(facts.Next);
        return text.ToString();

        void AppendLine(string? line)
        {
            if (line is not null)
            {
                text.AppendLine(line);
            }
        }
    }

    private static string Html(ResultMailFacts facts, ResultMailContent content)
    {
        var html = new StringBuilder()
            .Append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"></head>")
            .Append("<body style=\"font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.45;color:#1f2328;max-width:720px\">");
        Paragraph(facts.Headline, "font-size:18px;font-weight:600");
        if (facts.Problem is { } problem)
        {
            Paragraph(problem, "padding:8px 12px;background:#fdecea;border-left:4px solid #b42318");
        }

        html.Append("<table style=\"border-collapse:collapse\">");
        foreach (var (name, value) in facts.Table)
        {
            Row("th", name, "td", value);
        }

        html.Append("</table>");
        if (facts.Errors.Count > 0)
        {
            Paragraph("The first errors:", "margin-bottom:4px");
            html.Append("<table style=\"border-collapse:collapse\">");
            Row("th", "Row", "th", "Column", "Reason");
            foreach (var error in facts.Errors)
            {
                Row("td", error.Row.ToString(CultureInfo.InvariantCulture), "td", error.Column, error.Reason);
            }

            html.Append("</table>");
            Paragraph(facts.MoreErrors, "margin-top:4px;color:#59636e");
        }

        Paragraph(facts.Workbook, "margin-bottom:0");
        Link(facts.Workbook is null ? null : content.WorkbookLink, "Fetch the workbook");
        Paragraph(facts.Next, "");
        return html.Append("</body></html>").ToString();

        void Paragraph(string? text, string style)
        {
            if (text is not null)
            {
                html.Append(CultureInfo.InvariantCulture, $"<p style=\"{style}\">{Encoder.Encode(text)}</p>");
            }
        }

        void Row(string firstTag, string first, string tag, params ReadOnlySpan<string> others)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><{firstTag} {Cell}>{Encoder.Encode(first)}</{firstTag}>");
            foreach (var other in others)
            {
                html.Append(CultureInfo.InvariantCulture, $"<{tag} {Cell}>{Encoder.Encode(other)}</{tag}>");
            }

            html.Append("</tr>");
        }

        void Link(Uri? address, string text)
        {
            if (address is not null)
            {
                html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin-top:4px\"><a href=\"{Encoder.Encode(address.AbsoluteUri)}\">{Encoder.Encode(text)}</a></p>");
            }
        }
    }
}
