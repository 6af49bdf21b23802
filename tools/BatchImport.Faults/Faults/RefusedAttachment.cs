using System.Text;
using BatchImport.Faults.Imports;
using MimeKit;

namespace BatchImport.Faults.Faults;

/// <summary>The mail server refuses every mail with an attachment. The mail arrives without it, with the link.</summary>
internal sealed class RefusedAttachment : IFault
{
    public string Name => "smtp-552";

    public string Description => "the mail server answers 552 to a mail with an attachment: it is sent with the link only";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        fixture.Smtp.Refusal = static mail => mail.Contains("Content-Disposition: attachment", StringComparison.Ordinal) ? "552 5.3.4 Message size exceeds fixed limit" : null;
        try
        {
            var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
            var outcome = await fixture.Imports.CompleteAsync(import, cancellationToken);
            var mails = fixture.Smtp.Mails.Where(mail => FaultImports.IsAbout(mail, import)).ToArray();
            return mails.Length > 0 && await HasLinkAsync(mails[0], import, cancellationToken)
                ? outcome
                : outcome with { Problem = $"the mail has no link to the workbook; {outcome.Problem}" };
        }
        finally
        {
            fixture.Smtp.Refusal = null;
        }
    }

    private static async Task<bool> HasLinkAsync(string text, DroppedImport import, CancellationToken cancellationToken)
    {
        using var mail = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(text)), cancellationToken);
        return mail.TextBody?.Contains($"{import.Id}.xlsx", StringComparison.Ordinal) == true;
    }
}
