namespace BatchImport.Spreadsheets;

/// <summary>
/// Reads the rows of one sheet, forward only, in memory that does not grow with the number of rows. <c>Spreadsheet.Open</c> opens it,
/// positioned after the header.
/// </summary>
public interface ISpreadsheetReader : IRowSource, IDisposable
{
    /// <summary>Reads the next row that is not empty.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="SpreadsheetException">The content is damaged at this place, or exceeds a limit.</exception>
    bool Read();

    /// <inheritdoc/>
    ValueTask<bool> IRowSource.ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read());
    }
}
