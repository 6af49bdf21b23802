using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Workbooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Pipeline;

/// <summary>
/// Mails the result of an import to its owner. The sent mark is set after sending, so a mail is never lost; a crash between the two sends it again
/// under the same Message-ID.
/// </summary>
internal sealed partial class ResultNotifier(
    ImportDocuments documents, ProgressTracker progress, WorkbookFiles workbooks, ResultMailComposer composer, IMailSender sender,
    ImportClock clock, IOptions<MailOptions> options, ILogger<ResultNotifier> logger)
{
    /// <returns>True when the mail was accepted for delivery; false when it cannot be.</returns>
    /// <exception cref="MailException">The mail was not accepted; a later attempt may succeed.</exception>
    public async Task<bool> SendAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await documents.FindSummaryAsync(batchId, cancellationToken) is not { } summary)
        {
            return await documents.FindRequestAsync(batchId, cancellationToken) is null
                ? false
                : throw new InvalidOperationException($"Import {batchId} has no summary in '{StorageContainers.StagingName}/{batchId}/summary.json': it was removed while the import ran.");
        }

        if (summary.Owner is null)
        {
            LogNobody(batchId, summary.State, summary.ProblemCode);
            return false;
        }

        var known = await progress.FindAsync(batchId, cancellationToken);
        if (string.Equals(known?.Mail, MailState.Sent, StringComparison.Ordinal))
        {
            return true;
        }

        return await SendAsync(summary, summary.Owner, known?.State ?? summary.State, repeat: null, cancellationToken);
    }

    /// <summary>Sends the mail of an import that has ended again, regardless of the first one's outcome.</summary>
    /// <returns>True when the mail was accepted for delivery; false when it cannot be.</returns>
    /// <exception cref="MailException">The mail was not accepted; a later attempt may succeed.</exception>
    public async Task<bool> SendAgainAsync(string batchId, CancellationToken cancellationToken)
    {
        var summary = await documents.FindSummaryAsync(batchId, cancellationToken);
        return summary?.Owner is { } owner && await SendAsync(summary, owner, summary.State, repeat: clock.Now, cancellationToken);
    }

    private async Task<bool> SendAsync(ImportSummary summary, string owner, ImportState state, DateTimeOffset? repeat, CancellationToken cancellationToken)
    {
        var batchId = summary.Request.BatchId;
        try
        {
            await SendAsync(await ContentAsync(summary, owner, repeat, cancellationToken), cancellationToken);
        }
        catch (MailException ex) when (!ex.IsTransient)
        {
            LogRefused(batchId, ex.Message);
            return false;
        }

        // The state does not change: only the mark is new.
        await progress.TransitionAsync(batchId, state, new ProgressChange { Mail = MailState.Sent }, cancellationToken);
        LogSent(batchId);
        return true;
    }

    private async Task SendAsync(ResultMailContent content, CancellationToken cancellationToken)
    {
        var mail = composer.Compose(content);
        try
        {
            await sender.SendAsync(mail, cancellationToken);
        }
        catch (MailException ex) when (ex is { IsTransient: false, IsContentRefused: true } && mail.Attachment is not null)
        {
            LogWithoutWorkbook(content.Progress.BatchId, ex.Message);
            await sender.SendAsync(composer.Compose(content with { IsAttachmentRefused = true }), cancellationToken);
        }
    }

    private async Task<ResultMailContent> ContentAsync(ImportSummary summary, string owner, DateTimeOffset? repeat, CancellationToken cancellationToken)
    {
        var request = summary.Request;
        var content = new ResultMailContent
        {
            To = owner,
            RepeatedAt = repeat,
            Counts = summary.Counts,
            FirstErrors = summary.FirstErrors,
            Progress = ImportProgress.From(request, clock.ExpiryOf(request), summary: summary),
        };
        if (summary.WorkbookBytes is { } bytes)
        {
            var (link, expires) = await workbooks.MailLinkAsync(request.BatchId, clock.ExpiryOf(request), cancellationToken);
            content = content with { WorkbookLink = link, LinkExpiresAt = expires };
            if (bytes <= options.Value.AttachmentLimitBytes)
            {
                var workbook = await workbooks.ReadAsync(request.BatchId, cancellationToken);
                content = content with { Attachment = new MailAttachment(WorkbookFileName.For(request.FileName), WorkbookComposer.ContentType, workbook) };
            }
        }

        return content;
    }

    [LoggerMessage(1501, LogLevel.Information, "Sent the result mail of import {BatchId}")]
    private partial void LogSent(string batchId);

    [LoggerMessage(1502, LogLevel.Error, "The result mail of import {BatchId} was refused: {Reason}")]
    private partial void LogRefused(string batchId, string reason);

    [LoggerMessage(1504, LogLevel.Warning, "The result mail of import {BatchId} was refused with its workbook and is sent with the link only: {Reason}")]
    private partial void LogWithoutWorkbook(string batchId, string reason);

    [LoggerMessage(1503, LogLevel.Warning, "Import {BatchId} ended as {State} ({ProblemCode}) and no owner is known")]
    private partial void LogNobody(string batchId, ImportState state, string? problemCode);
}
