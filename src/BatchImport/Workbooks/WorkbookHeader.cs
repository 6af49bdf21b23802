using BatchImport.Spreadsheets;

namespace BatchImport.Workbooks;

/// <summary>The header and options of a result workbook's row sheets.</summary>
public sealed record WorkbookHeader
{
    /// <summary>The file's header texts, in file order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>True when the Success sheet gets a column for the target's names for the rows: the import has a target.</summary>
    public bool HasReferences { get; init; }

    /// <summary>
    /// Converts a cell of a successful row to the type of its column (a date typed as text becomes a date). Takes the column's
    /// index and the cell of the file. Rows with errors are written unchanged. Null for no conversion.
    /// </summary>
    public Func<int, Cell, Cell>? Convert { get; init; }
}
