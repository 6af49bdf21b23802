using System.Text;
using Sylvan.Data.Csv;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Delimited text (RFC 4180, with any of the delimiters of <see cref="DelimiterSniffer"/>). Rows are numbered as spreadsheet programs
/// show them: an empty line is a row, a line break within quotes is not. A quote within an unquoted field is a character like
/// any other; text behind a closing quote, or a quote that is never closed, would move every later value and is refused.
/// </summary>
internal sealed class DelimitedTextReader : ISpreadsheetReader
{
    private const int BufferSize = 32_768;

    private readonly SourceStream _source;
    private readonly FileStream? _copy;
    private readonly SpreadsheetLimits _limits;
    private readonly CsvDataReader _csv;
    private readonly Cell[] _cells;
    private int _rows;

    private DelimitedTextReader(SourceStream source, FileStream? copy, SpreadsheetLimits limits, CsvDataReader csv)
    {
        _source = source;
        _copy = copy;
        _limits = limits;
        _csv = csv;
        Header = ReadHeader();
        HeaderRow = csv.RowNumber;
        _cells = new Cell[Header.Count];
    }

    public SpreadsheetFormat Format => SpreadsheetFormat.DelimitedText;

    public string? SheetName => null;

    public int HeaderRow { get; }

    public IReadOnlyList<string> Header { get; }

    public int RowNumber { get; private set; }

    public ReadOnlySpan<Cell> Cells => _cells;

    public string? RowProblem { get; private set; }

    /// <summary>Opens a text, positioned at its start.</summary>
    /// <exception cref="SpreadsheetException">It is none, or has no header.</exception>
    public static DelimitedTextReader Open(SourceStream source, FileStream? copy, SpreadsheetLimits limits)
    {
        try
        {
            var text = new TextSource(source);
            var head = text.Buffered();
            if (DelimiterSniffer.Named(head, out var length) is not { } delimiter)
            {
                delimiter = DelimiterSniffer.Guess(head, complete: source.Position == source.Length);
            }

            text.Skip(length);
            var csv = CsvDataReader.Create(text, new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = delimiter,
                CsvStyle = CsvStyle.Standard,
                ResultSetMode = ResultSetMode.SingleResult,

                // NUL is refused before it gets here: no line is a comment.
                Comment = '\0',
                BufferSize = Math.Min(BufferSize, limits.MaxRowCharacters),
                MaxBufferSize = limits.MaxRowCharacters,
            });
            return new DelimitedTextReader(source, copy, limits, csv);
        }
        catch (Exception error) when (source.Fault is not null || Explain(error, limits) is not null)
        {
            source.ThrowFault();
            throw Explain(error, limits)!;
        }
    }

    public bool Read()
    {
        try
        {
            while (_csv.Read())
            {
                if (Load())
                {
                    RowNumber = _csv.RowNumber;
                    return ++_rows <= _limits.MaxRows ? true : throw Refuse.TooManyRows("The file", _limits.MaxRows);
                }
            }

            return false;
        }
        catch (Exception error) when (_source.Fault is not null || Explain(error, _limits, _csv.RowNumber) is not null)
        {
            _source.ThrowFault();
            throw Explain(error, _limits, _csv.RowNumber)!;
        }
    }

    public void Dispose()
    {
        _csv.Dispose();
        _copy?.Dispose();
    }

    private string[] ReadHeader()
    {
        while (_csv.Read())
        {
            var cells = new Cell[_csv.RowFieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = ReadCell(i);
            }

            if (Array.Exists(cells, static cell => !Spreadsheets.Header.IsBlank(cell)))
            {
                return Spreadsheets.Header.Read(cells, $"row {_csv.RowNumber}", _limits.MaxColumns);
            }
        }

        throw Refuse.EmptyFile();
    }

    /// <summary>Takes the current record over; false when it is blank.</summary>
    private bool Load()
    {
        var fields = _csv.RowFieldCount;
        var blank = true;
        for (var i = 0; i < _cells.Length; i++)
        {
            _cells[i] = i < fields ? ReadCell(i) : default;
            blank &= Spreadsheets.Header.IsBlank(_cells[i]);
        }

        RowProblem = null;
        for (var i = _cells.Length; i < fields; i++)
        {
            var extra = _csv.GetFieldSpan(i);
            if (!extra.IsWhiteSpace())
            {
                RowProblem = Refuse.ExtraCell(_cells.Length, i, extra.ToString());
                return true;
            }
        }

        return !blank;
    }

    private Cell ReadCell(int index)
    {
        var text = _csv.GetFieldSpan(index);
        return text.Length <= _limits.MaxCellCharacters
            ? Cell.OfText(text.IsEmpty ? null : _csv.GetString(index))
            : throw Refuse.CellTooLong($"row {_csv.RowNumber}, column {ColumnName.Of(index)}", _limits.MaxCellCharacters);
    }

    /// <summary>The refusal for what the libraries throw over a file's content; null for anything else.</summary>
    private static SpreadsheetException? Explain(Exception error, SpreadsheetLimits limits, int row = 0) => error switch
    {
        CsvRecordTooLargeException tooLarge => Refuse.RowTooLong($"row {RowOf(tooLarge)}", limits.MaxRowCharacters),
        CsvFormatException format => new("broken-text",
            $"Row {RowOf(format)} has a quoted value that does not end where it should: {format.Message} Double the quotes within the value (\"\"), or save the file as an Excel workbook (.xlsx).", error),
        DecoderFallbackException => new("broken-text",
            $"The text after row {row} is not in the encoding the file begins with. Save the file as UTF-8, or as an Excel workbook (.xlsx).", error),
        _ => null,
    };

    /// <summary>The first record is read ahead, and counted as 0 while it is.</summary>
    private static int RowOf(CsvFormatException error) => Math.Max(1, error.RowNumber);
}
