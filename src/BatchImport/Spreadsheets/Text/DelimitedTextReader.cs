namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Delimited text (RFC 4180, see <see cref="RecordReader"/>, with the delimiter of <see cref="DelimiterChoice"/>). Rows are numbered as spreadsheet programs
/// show them: an empty line is a row, a line break within quotes is not.
/// </summary>
internal sealed class DelimitedTextReader : ISpreadsheetReader
{
    private readonly SourceStream _source;
    private readonly FileStream? _copy;
    private readonly TableRows _rows;

    private DelimitedTextReader(SourceStream source, FileStream? copy, TableRows rows)
    {
        _source = source;
        _copy = copy;
        _rows = rows;
    }

    public SpreadsheetFormat Format => SpreadsheetFormat.DelimitedText;

    public string? SheetName => null;

    public int HeaderRow => _rows.HeaderRow;

    public IReadOnlyList<string> Header => _rows.Header;

    public int RowNumber => _rows.RowNumber;

    public ReadOnlySpan<Cell> Cells => _rows.Cells;

    public string? RowProblem => _rows.RowProblem;

    /// <summary>Opens a text, positioned at its start.</summary>
    /// <exception cref="SpreadsheetException">It is not delimited text, or has no header.</exception>
    public static DelimitedTextReader Open(SourceStream source, FileStream? copy, SpreadsheetLimits limits, TableLocation where)
    {
        try
        {
            var text = new TextSource(source, where.Encoding);
            var sample = text.Buffered();
            if (DelimiterChoice.Named(sample.Span, out var length) is not { } delimiter)
            {
                delimiter = DelimiterChoice.Choose(sample, text.IsComplete, where.IsHeader);
            }

            text.Skip(length);
            var rows = new TextRows(text, new RecordReader(text, delimiter, limits.MaxRowCharacters), limits);
            return new DelimitedTextReader(source, copy, TableRows.TryOpen(rows, where, limits, "") ?? throw SpreadsheetErrors.EmptyFile());
        }
        catch (Exception) when (source.Fault is not null)
        {
            source.ThrowFault();
            throw;
        }
    }

    public bool Read()
    {
        try
        {
            return _rows.Read();
        }
        catch (Exception) when (_source.Fault is not null)
        {
            _source.ThrowFault();
            throw;
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _copy?.Dispose();
    }
}
