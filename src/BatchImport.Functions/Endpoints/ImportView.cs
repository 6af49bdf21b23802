using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Functions.Endpoints;

/// <summary>An import in the format of the endpoints.</summary>
public sealed record ImportView : ImportRecord
{
    /// <summary>A view of an import of which nothing is known.</summary>
    public ImportView()
    {
    }

    /// <summary>A view of an import, with what is known of it.</summary>
    public ImportView(ImportRecord known)
        : base(known)
    {
    }

    /// <summary>The import's id.</summary>
    public required string Id { get; init; }

    /// <summary>The state: queued, staging, processing, paused, cancelling, composing, sending, completed, rejected, failed, cancelled.</summary>
    public required ImportState State { get; init; }

    /// <summary>True when the import has ended.</summary>
    public required bool IsFinal { get; init; }

    /// <summary>The file's name, without folders.</summary>
    public required string FileName { get; init; }

    /// <summary>Rows in the file; null while they are counted.</summary>
    public int? Rows { get; init; }

    /// <summary>Rows with a result.</summary>
    public int Processed { get; init; }

    /// <summary>Rows that were delivered.</summary>
    public int Succeeded { get; init; }

    /// <summary>Rows with errors.</summary>
    public int Failed { get; init; }

    /// <summary>The progress, 0 to 100; null while unknown.</summary>
    public double? Percent { get; init; }

    /// <summary>Rows processed per second, over the time rows were processed; null while unknown.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Seconds until the last row has its result, at this rate; null while unknown.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>When the file arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When its data expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The notifications about its end: pending, delivered or failed, by host; null when there are none.</summary>
    public IReadOnlyList<WebhookResult>? Webhooks { get; init; }

    /// <summary>The service it waits for; null while it does not wait.</summary>
    public WaitView? Waiting { get; init; }

    /// <summary>The commands that it allows now: pause, resume, cancel, retry, resend.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>This import's address.</summary>
    public required string Url { get; init; }

    /// <summary>The address of the workbook; null while there is no workbook.</summary>
    public string? WorkbookUrl { get; init; }

    /// <summary>The commands that an import allows now, in the format of <see cref="Commands"/>.</summary>
    public static IReadOnlyList<string> CommandsFor(ImportProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var commands = ImportStates.CommandsIn(progress.State).Select(EndpointJson.Word);
        var canRetry = progress is { HasWorkbook: true, Rows: { } rows } && progress.State.IsFinal() && progress.Succeeded < rows;
        return canRetry ? ["retry", .. commands] : [.. commands];
    }

    /// <summary>The view of an import at a time.</summary>
    /// <param name="progress">Its progress.</param>
    /// <param name="now">The time, for rate and time left.</param>
    /// <param name="url">This import's address.</param>
    public static ImportView From(ImportProgress progress, DateTimeOffset now, string url)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var estimate = ProgressEstimate.For(progress, now);
        return new ImportView(progress)
        {
            Id = progress.BatchId,
            State = progress.State,
            IsFinal = progress.State.IsFinal(),
            FileName = progress.FileName,
            Rows = progress.Rows,
            Processed = progress.Processed,
            Succeeded = progress.Succeeded,
            Failed = progress.Failed,
            Percent = estimate.Percent,
            RowsPerSecond = estimate.RowsPerSecond,
            SecondsLeft = estimate.TimeLeft?.TotalSeconds,
            ReceivedAt = progress.ReceivedAt,
            FinishedAt = progress.FinishedAt,
            ExpiresAt = progress.ExpiresAt,
            Webhooks = progress.Webhooks.Count == 0 ? null : progress.Webhooks,
            Waiting = progress.Waiting is { } wait ? new WaitView(wait.Service, wait.Detail, wait.Since) : null,
            Commands = CommandsFor(progress),
            Url = url,
            WorkbookUrl = progress.HasWorkbook ? $"{url}/workbook" : null,
        };
    }
}
