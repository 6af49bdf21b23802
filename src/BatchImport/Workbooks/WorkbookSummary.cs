namespace BatchImport.Workbooks;

/// <summary>What the Summary sheet tells. Times are shown in UTC; what is null is left out.</summary>
public sealed record WorkbookSummary
{
    /// <summary>The dropped file's own name.</summary>
    public required string FileName { get; init; }

    /// <summary>How the import stands, in a word or two: <c>Completed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Who gets the mail.</summary>
    public string? Owner { get; init; }

    /// <summary>The definition's name.</summary>
    public string? Definition { get; init; }

    /// <summary>Columns that were found by nearly their name, for people: one a line.</summary>
    public IReadOnlyList<string> MatchedColumns { get; init; } = [];

    /// <summary>Columns of the file that were left out.</summary>
    public IReadOnlyList<string> DroppedColumns { get; init; } = [];

    /// <summary>The name of the sheet the rows came from.</summary>
    public string? SheetName { get; init; }

    /// <summary>The import's id.</summary>
    public string? BatchId { get; init; }

    /// <summary>The import whose rows these are, mended or run again.</summary>
    public string? Follows { get; init; }

    /// <summary>When the file was seen.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>When staging began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the last row was done.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Rows with a result a second.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Why the import failed, for people.</summary>
    public string? Problem { get; init; }
}
