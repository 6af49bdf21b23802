namespace BatchImport.Workbooks;

/// <summary>The content of the Summary sheet. Times are shown in UTC; null values are omitted.</summary>
public sealed record WorkbookSummary
{
    /// <summary>The dropped file's name.</summary>
    public required string FileName { get; init; }

    /// <summary>The state of the import, in a word or two: <c>Completed</c>.</summary>
    public required string State { get; init; }

    /// <summary>The recipient of the mail.</summary>
    public string? Owner { get; init; }

    /// <summary>The definition's name.</summary>
    public string? Definition { get; init; }

    /// <summary>Columns that were matched by a similar name, for people: one per line.</summary>
    public IReadOnlyList<string> MatchedColumns { get; init; } = [];

    /// <summary>Columns of the file that were dropped.</summary>
    public IReadOnlyList<string> DroppedColumns { get; init; } = [];

    /// <summary>The name of the sheet the rows came from.</summary>
    public string? SheetName { get; init; }

    /// <summary>The import's id.</summary>
    public string? BatchId { get; init; }

    /// <summary>The import that these rows come from, corrected or retried.</summary>
    public string? Follows { get; init; }

    /// <summary>When the file was detected.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>When staging began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the last row was processed.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Rows with a result per second.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Why the import failed, for people.</summary>
    public string? Problem { get; init; }
}
