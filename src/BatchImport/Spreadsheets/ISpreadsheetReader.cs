namespace BatchImport.Spreadsheets;

/// <summary>
/// Reads one sheet's rows, forward only, in memory that does not grow with the number of rows. Opened by
/// <c>Spreadsheet.Open</c>, positioned behind the header.
/// </summary>
public interface ISpreadsheetReader : IDisposable
{
    /// <summary>What the content turned out to be.</summary>
    SpreadsheetFormat Format { get; }

    /// <summary>The sheet's name; null for delimited text.</summary>
    string? SheetName { get; }

    /// <summary>
    /// The import whose result workbook this is, as its marker says, or empty when only its sheets show what it is: then its sheet Errors is
    /// read. Null for every other file.
    /// </summary>
    string? ResultOf => null;

    /// <summary>The header row's number, 1-based, as a spreadsheet program shows it.</summary>
    int HeaderRow { get; }

    /// <summary>The header's texts, trimmed, in order. At least one; never two alike (without case).</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>Moves to the next row that is not empty. False at the end.</summary>
    /// <exception cref="SpreadsheetException">The file is broken here, or over a limit.</exception>
    bool Read();

    /// <summary>The current row's number, 1-based, as a spreadsheet program shows it.</summary>
    int RowNumber { get; }

    /// <summary>The current row's cells, exactly as many as <see cref="Header"/> has. Valid until the next <see cref="Read"/>.</summary>
    ReadOnlySpan<Cell> Cells { get; }

    /// <summary>
    /// What makes this one row unusable while its neighbours are fine (more cells than the header has columns), in words for the
    /// file's owner; null when nothing does. The row's result is then an error with this reason.
    /// </summary>
    string? RowProblem { get; }
}
