using BatchImport.Results;

namespace BatchImport.Workbooks;

/// <summary>The content of the Summary sheet. Times are shown in UTC; null values are omitted.</summary>
public sealed record WorkbookSummary
{
    /// <summary>The import.</summary>
    public required ImportProgress Import { get; init; }

    /// <summary>Columns that were matched by a similar name, for people: one per line.</summary>
    public IReadOnlyList<string> MatchedColumns { get; init; } = [];

    /// <summary>Columns of the file that were dropped.</summary>
    public IReadOnlyList<string> DroppedColumns { get; init; } = [];

    /// <summary>The name of the sheet the rows came from.</summary>
    public string? SheetName { get; init; }

    /// <summary>Rows with a result per second.</summary>
    public double? RowsPerSecond { get; init; }
}
