using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>The result of <see cref="SpreadsheetCheck"/>.</summary>
public sealed record CheckedSpreadsheet
{
    /// <summary>The detected format.</summary>
    public required SpreadsheetFormat Format { get; init; }

    /// <summary>The sheet's name; null for delimited text.</summary>
    public string? SheetName { get; init; }

    /// <summary>The header's row, 1-based.</summary>
    public required int HeaderRow { get; init; }

    /// <summary>Rows below the header.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows with an error.</summary>
    public required int InvalidRows { get; init; }

    /// <summary>The first errors, in file order.</summary>
    public required IReadOnlyList<CheckedError> Errors { get; init; }

    /// <summary>Columns that were matched by a similar name.</summary>
    public IReadOnlyList<ColumnMatch> NearMatches { get; init; } = [];

    /// <summary>Columns whose lists of allowed values were not read; an import reads them.</summary>
    public IReadOnlyList<ColumnDefinition> UncheckedColumns { get; init; } = [];

    /// <summary>Columns that an import would leave out.</summary>
    public IReadOnlyList<string> DroppedColumns { get; init; } = [];
}
