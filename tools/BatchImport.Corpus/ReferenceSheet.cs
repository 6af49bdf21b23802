using ExcelDataReader;

namespace BatchImport.Corpus;

/// <summary>A worksheet as ExcelDataReader reads it, row by row in parallel with this project's reader.</summary>
internal sealed class ReferenceSheet : IDisposable
{
    private readonly IExcelDataReader _reader;

    private ReferenceSheet(IExcelDataReader reader) => _reader = reader;

    /// <summary>The current row's number, 1-based; 0 before the first.</summary>
    public int RowNumber { get; private set; }

    /// <summary>Opens the sheet with a name.</summary>
    /// <returns>Null when the workbook has no such sheet for ExcelDataReader.</returns>
    public static ReferenceSheet? Open(Stream content, string name)
    {
        var reader = ExcelReaderFactory.CreateReader(content, new ExcelReaderConfiguration { LeaveOpen = true });
        do
        {
            if (string.Equals(reader.Name, name, StringComparison.Ordinal))
            {
                return new(reader);
            }
        }
        while (reader.NextResult());

        reader.Dispose();
        return null;
    }

    /// <summary>Moves to the next row.</summary>
    public bool Read()
    {
        if (!_reader.Read())
        {
            return false;
        }

        RowNumber++;
        return true;
    }

    /// <summary>A cell of the current row; null for none.</summary>
    public object? Value(int column) => column < _reader.FieldCount ? _reader.GetValue(column) : null;

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
