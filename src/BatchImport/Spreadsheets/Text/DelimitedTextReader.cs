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
    private readonly TableRows _rows;

    private DelimitedTextReader(SourceStream source, FileStream? copy, SpreadsheetLimits limits, CsvDataReader csv, TableLocation where)
    {
        _source = source;
        _copy = copy;
        _limits = limits;
        _csv = csv;
        _rows = TableRows.TryOpen(new TextRows(csv, limits), where, limits, "") ?? throw Refuse.EmptyFile();
    }

    public SpreadsheetFormat Format => SpreadsheetFormat.DelimitedText;

    public string? SheetName => null;

    public int HeaderRow => _rows.HeaderRow;

    public IReadOnlyList<string> Header => _rows.Header;

    public int RowNumber => _rows.RowNumber;

    public ReadOnlySpan<Cell> Cells => _rows.Cells;

    public string? RowProblem => _rows.RowProblem;

    /// <summary>Opens a text, positioned at its start.</summary>
    /// <exception cref="SpreadsheetException">It is none, or has no header.</exception>
    public static DelimitedTextReader Open(SourceStream source, FileStream? copy, SpreadsheetLimits limits, TableLocation where)
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
            return new DelimitedTextReader(source, copy, limits, csv, where);
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
            return _rows.Read();
        }
        catch (Exception error) when (_source.Fault is not null || Explain(error, _limits, _csv.RowNumber) is not null)
        {
            _source.ThrowFault();
            throw Explain(error, _limits, _csv.RowNumber)!;
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _copy?.Dispose();
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
