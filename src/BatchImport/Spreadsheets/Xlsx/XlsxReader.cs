using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// The first visible worksheet of an Office Open XML workbook, transitional or strict (ECMA-376, ISO/IEC 29500), streamed from the
/// archive. Formulas count as the results stored with them.
/// </summary>
internal sealed class XlsxReader : ISpreadsheetReader
{
    private readonly SourceStream _source;
    private readonly FileStream? _copy;
    private readonly SpreadsheetLimits _limits;
    private readonly XlsxPackage _package;
    private SharedStrings? _strings;
    private SheetRows? _rows;
    private int _count;

    private XlsxReader(SourceStream source, FileStream? copy, SpreadsheetLimits limits, XlsxPackage package)
    {
        _source = source;
        _copy = copy;
        _limits = limits;
        _package = package;
    }

    public SpreadsheetFormat Format => SpreadsheetFormat.Xlsx;

    public string? SheetName { get; private set; }

    public string? ResultOf { get; private set; }

    public int HeaderRow { get; private set; }

    public IReadOnlyList<string> Header { get; private set; } = [];

    public int RowNumber => _rows!.RowNumber;

    public ReadOnlySpan<Cell> Cells => _rows!.Cells;

    public string? RowProblem => _rows!.RowProblem;

    private string Place => $"sheet {CellText.Quote(SheetName!)}";

    /// <summary>Opens a workbook.</summary>
    /// <exception cref="SpreadsheetException">It is none, or broken, or has no header.</exception>
    public static XlsxReader Open(SourceStream source, FileStream? copy, SpreadsheetLimits limits)
    {
        XlsxPackage? package = null;
        XlsxReader? reader = null;
        try
        {
            package = new XlsxPackage(source, limits);
            reader = new XlsxReader(source, copy, limits, package);
            reader.ReadHeader();
            return reader;
        }
        catch (Exception error)
        {
            reader?.Dispose();
            package?.Dispose();
            source.ThrowFault();
            if (Explain(error, package?.CurrentPart, reader?.SheetName) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
    }

    public bool Read()
    {
        try
        {
            return _rows!.Read() && (++_count <= _limits.MaxRows ? true : throw Refuse.TooManyRows($"The {Place}", _limits.MaxRows));
        }
        catch (Exception error) when (_source.Fault is not null || Explain(error, _package.CurrentPart, SheetName) is not null)
        {
            _source.ThrowFault();
            throw Explain(error, _package.CurrentPart, SheetName)!;
        }
    }

    public void Dispose()
    {
        _rows?.Dispose();
        _strings?.Dispose();
        _package.Dispose();
        _copy?.Dispose();
    }

    private void ReadHeader()
    {
        var result = ResultWorkbook.Look(_package);
        ResultOf = result?.BatchId;
        var workbook = WorkbookPart.Read(_package, result is null ? null : ResultWorkbook.ErrorsSheet);
        var styles = workbook.StylesPart is { } stylesPart ? Styles.Read(_package, stylesPart) : Styles.None;
        _strings = workbook.SharedStringsPart is { } stringsPart ? SharedStrings.Read(_package, stringsPart, _limits) : new SharedStrings();
        SheetName = workbook.SheetName;

        _rows = new SheetRows(_package.Open(workbook.SheetPart), new SheetContext(Place, _strings, styles, workbook.Is1904, _limits));
        if (!_rows.Read())
        {
            throw new SpreadsheetException("no-header",
                $"The {Place} is empty. Rows are read from the first visible sheet: its first row names the columns, and its further rows hold the data.");
        }

        HeaderRow = _rows.RowNumber;
        Header = Spreadsheets.Header.Read(_rows.Cells, $"{Place}, row {HeaderRow}", _limits.MaxColumns);
        _rows.SetColumns(Header.Count);
    }

    /// <summary>The refusal for what the libraries throw over a file's content; null for anything else.</summary>
    private static SpreadsheetException? Explain(Exception error, string? part, string? sheet) =>
        error is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException
            ? new("broken-xlsx",
                $"The workbook is damaged{(sheet is null ? "" : $" in its sheet {CellText.Quote(sheet)}")}: {(part is null ? "its archive" : $"the part {part}")} cannot be read ({error.Message.TrimEnd('.')}). Open it in a spreadsheet program, save it as a new workbook and drop that.",
                error)
            : null;
}
