using System.Globalization;
using BatchImport.Imports;

namespace BatchImport.Mail;

/// <summary>The text of a result mail, the same for its plain text and its HTML.</summary>
internal sealed record ResultMailFacts
{
    private const int FileNameLength = 80;
    private const int ReasonLength = 300;
    private const int ProblemLength = 1_000;

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>What happened, in a sentence or two.</summary>
    public required string Headline { get; init; }

    /// <summary>What is wrong with the file or the run; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Names and values.</summary>
    public required IReadOnlyList<(string Name, string Value)> Table { get; init; }

    /// <summary>The first errors.</summary>
    public required IReadOnlyList<MailedError> Errors { get; init; }

    /// <summary>The number of further errors, as a text; null for none.</summary>
    public string? MoreErrors { get; init; }

    /// <summary>Where the workbook is; null when there is no workbook.</summary>
    public string? Workbook { get; init; }

    /// <summary>What the recipient can do next.</summary>
    public required string Next { get; init; }

    /// <summary>The facts of an import.</summary>
    public static ResultMailFacts For(ResultMailContent content, bool isAttached)
    {
        var progress = content.Progress;
        var file = MailLine.Format(progress.FileName, FileNameLength);
        var problem = progress.Problem is { Length: > 0 } text ? MailLine.Format(text, ProblemLength) : null;
        var counts = content.Counts ?? new WorkbookCounts(progress.Succeeded, progress.Failed, Math.Max(0, (progress.Rows ?? 0) - progress.Processed));
        var all = counts.Succeeded + counts.Failed + counts.NotProcessed;
        MailedError[] errors = [.. content.FirstErrors.Select(error => new MailedError(error.Row, MailLine.Format(error.Column, FileNameLength), MailLine.Format(error.Reason, ReasonLength)))];
        return new ResultMailFacts
        {
            Subject = MailLine.Format(SubjectOf(progress.State, file, problem, counts, all), 200),
            Headline = HeadlineOf(progress.State, file, counts, all),
            Problem = progress.State is ImportState.Rejected or ImportState.Failed ? problem : null,
            Table = [.. TableOf(content, counts, all)],
            Errors = errors,
            MoreErrors = errors.Length > 0 && counts.Failed > errors.Length ? $"and {Count(counts.Failed - errors.Length, "more row")} with errors" : null,
            Workbook = WorkbookOf(content, isAttached),
            Next = NextOf(progress.State, counts),
        };
    }

    /// <summary>A time as a mail shows it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string SubjectOf(ImportState state, string file, string? problem, WorkbookCounts counts, int all) => state switch
    {
        ImportState.Rejected => problem is null ? $"{file} could not be imported" : $"{file} could not be imported: {problem}",
        ImportState.Failed => $"{file}: the import failed, {Number(counts.Succeeded)} of {Count(all, "row")} imported",
        ImportState.Cancelled => $"{file}: the import was cancelled, {Number(counts.Succeeded)} of {Count(all, "row")} imported",
        _ when counts.Failed == 0 => $"{file}: {(all > 1 ? "all " : "")}{Count(all, "row")} imported",
        _ => $"{file}: {Number(counts.Succeeded)} of {Count(all, "row")} imported, {Count(counts.Failed, "error")}",
    };

    private static string HeadlineOf(ImportState state, string file, WorkbookCounts counts, int all) => state switch
    {
        ImportState.Rejected => $"{file} could not be imported. None of its rows was processed.",
        ImportState.Failed => $"The import of {file} could not be finished. {Number(counts.Succeeded)} of {Count(all, "row")} were imported before it stopped; {Number(counts.NotProcessed)} have no result.",
        ImportState.Cancelled => $"The import of {file} was cancelled. {Number(counts.Succeeded)} of {Count(all, "row")} were imported before that; {Number(counts.NotProcessed)} were not processed.",
        _ when counts.Failed == 0 => all == 1 ? $"The row of {file} was imported." : $"All {Count(all, "row")} of {file} were imported.",
        _ => $"{Number(counts.Succeeded)} of {Count(all, "row")} of {file} were imported; {Count(counts.Failed, "row")} {(counts.Failed == 1 ? "has" : "have")} errors.",
    };

    private static string NextOf(ImportState state, WorkbookCounts counts) => state switch
    {
        ImportState.Rejected => "Correct the file and drop it again: each new version is imported on its own.",
        ImportState.Failed => "The fault is not in your file. The results so far are in the workbook, if there is one; for details, contact the operator of this service with the import's id.",
        ImportState.Cancelled => "Rows that were not processed are on the sheet \"Not processed\" of the workbook: save that sheet as a separate file and drop it to import them.",
        _ when counts.Failed == 0 => "There is nothing left to do.",
        _ => "Correct the rows on the sheet \"Errors\" of the workbook (wrong cells are coloured), save that sheet as a separate file and drop it: the rows that are already imported are not needed again.",
    };

    private static IEnumerable<(string Name, string Value)> TableOf(ResultMailContent content, WorkbookCounts counts, int all)
    {
        var progress = content.Progress;
        if (progress.State != ImportState.Rejected)
        {
            yield return ("Rows", Number(all));
            yield return ("Imported", Number(counts.Succeeded));
            yield return ("Errors", Number(counts.Failed));
            if (counts.NotProcessed > 0)
            {
                yield return ("Not processed", Number(counts.NotProcessed));
            }
        }

        if (progress.Definition is { Length: > 0 } definition)
        {
            yield return ("Definition", MailLine.Format(definition, FileNameLength));
        }

        yield return ("Received", Time(progress.ReceivedAt));
        if (progress.FinishedAt is { } finished)
        {
            yield return ("Finished", Time(finished));
        }

        yield return ("Import", progress.BatchId);
    }

    private static string? WorkbookOf(ResultMailContent content, bool isAttached)
    {
        var link = content.WorkbookLink is null ? null : content.LinkExpiresAt is { } end ? $"it can be fetched until {Time(end)}" : "it can be fetched";
        return (isAttached, link) switch
        {
            (true, null) => "The workbook with all rows is attached.",
            (true, _) => $"The workbook with all rows is attached, and {link} at:",
            (false, not null) when content.IsAttachmentRefused => $"The workbook with all rows could not be attached, because a mail server refused it; {link} at:",
            (false, null) when content.IsAttachmentRefused => "The workbook with all rows could not be attached, because a mail server refused it; the people who run this service can send it if you name the import's id.",
            (false, not null) when content.Attachment is not null => $"The workbook with all rows is too large for a mail; {link} at:",
            (false, not null) => $"The workbook with all rows is ready; {link} at:",
            _ => content.Attachment is null ? null : "The workbook with all rows is too large for a mail; to get it, contact the operator of this service with the import's id.",
        };
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";
}
