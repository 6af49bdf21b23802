using BatchImport.Spreadsheets;

namespace BatchImport.Workbooks;

/// <summary>What a result workbook's row sheets look like.</summary>
public sealed record WorkbookHeader
{
    /// <summary>The file's header texts, in file order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>True when the Success sheet gets a column for what the target calls each row: the import has a target.</summary>
    public bool HasReferences { get; init; }

    /// <summary>
    /// Gives a cell of a successful row the type its column is defined with (a date typed as text becomes a date). Takes the column's
    /// index and the cell as the file holds it. Rows with errors are written as they are. Null for no conversion.
    /// </summary>
    public Func<int, Cell, Cell>? Convert { get; init; }
}
