namespace BatchImport.Spreadsheets;

/// <summary>A table whose rows are read forward only: a sheet of a spreadsheet, or the rows of an earlier import.</summary>
public interface IRowSource
{
    /// <summary>The format of the content.</summary>
    SpreadsheetFormat Format { get; }

    /// <summary>The name of the sheet; null for delimited text.</summary>
    string? SheetName { get; }

    /// <summary>
    /// The id of the import whose result workbook this is, from its marker, or empty when only its sheets identify it: then its sheet Errors
    /// is read. Null for every other file.
    /// </summary>
    string? ResultOf => null;

    /// <summary>The number of the header row, 1-based, as a spreadsheet program shows it.</summary>
    int HeaderRow { get; }

    /// <summary>The texts of the header, trimmed, in order. At least one; no two are equal, ignoring case.</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>The number of the current row, 1-based, as a spreadsheet program shows it.</summary>
    int RowNumber { get; }

    /// <summary>The cells of the current row, exactly as many as <see cref="Header"/> has. Valid until the next row is read.</summary>
    ReadOnlySpan<Cell> Cells { get; }

    /// <summary>
    /// The reason why this row alone cannot be used (for example, more cells than the header has columns), for the owner of the file; otherwise,
    /// null. The result of the row is then an error with this reason.
    /// </summary>
    string? RowProblem { get; }

    /// <summary>Reads the next row that is not empty.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="SpreadsheetException">The content is damaged at this place, or exceeds a limit.</exception>
    ValueTask<bool> ReadAsync(CancellationToken cancellationToken);
}
