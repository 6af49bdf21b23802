using System.Xml;
using BatchImport.Spreadsheets.Sheets;
using BatchImport.Spreadsheets.Xlsb;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// A worksheet of an Office Open XML workbook, transitional or strict (ECMA-376, ISO/IEC 29500), or of a binary workbook ([MS-XLSB]), streamed from the
/// archive. The values of formulas are the results stored with them.
/// </summary>
internal sealed class XlsxReader : ISpreadsheetReader
{
    private readonly SourceStream _source;
    private readonly FileStream? _copy;
    private readonly SpreadsheetLimits _limits;
    private readonly XlsxPackage _package;
    private IWorkbookSheets? _sheets;
    private TableRows? _rows;

    private XlsxReader(SourceStream source, FileStream? copy, SpreadsheetLimits limits, XlsxPackage package)
    {
        _source = source;
        _copy = copy;
        _limits = limits;
        _package = package;
    }

    public SpreadsheetFormat Format { get; private set; } = SpreadsheetFormat.Xlsx;

    public string? SheetName { get; private set; }

    public string? ResultOf { get; private set; }

    public int HeaderRow => _rows!.HeaderRow;

    public IReadOnlyList<string> Header => _rows!.Header;

    public int RowNumber => _rows!.RowNumber;

    public ReadOnlySpan<Cell> Cells => _rows!.Cells;

    public string? RowProblem => _rows!.RowProblem;

    /// <summary>Opens a workbook.</summary>
    /// <exception cref="SpreadsheetException">The archive is not a workbook, is broken, or has no header.</exception>
    public static XlsxReader Open(SourceStream source, FileStream? copy, SpreadsheetLimits limits, TableLocation where)
    {
        XlsxPackage? package = null;
        XlsxReader? reader = null;
        try
        {
            package = new XlsxPackage(source, limits);
            reader = new XlsxReader(source, copy, limits, package);
            reader.ReadHeader(where);
            return reader;
        }
        catch (Exception ex)
        {
            reader?.Dispose();
            package?.Dispose();
            source.ThrowFault();
            if (Explain(ex, package?.CurrentPart, reader?.SheetName) is { } refusal)
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
            return _rows!.Read();
        }
        catch (Exception ex) when (_source.Fault is not null || Explain(ex, _package.CurrentPart, SheetName) is not null)
        {
            _source.ThrowFault();
            throw Explain(ex, _package.CurrentPart, SheetName)!;
        }
    }

    public void Dispose()
    {
        _rows?.Dispose();
        _sheets?.Dispose();
        _package.Dispose();
        _copy?.Dispose();
    }

    private void ReadHeader(TableLocation where)
    {
        var part = _package.FindWorkbook();
        if (part.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
        {
            Format = SpreadsheetFormat.Xlsb;
            _sheets = new XlsbSheets(_package, part, _limits);
            ResultOf = ResultWorkbook.HasSheets(_sheets.Sheets) ? "" : null;
        }
        else
        {
            ResultOf = ResultWorkbook.Look(_package, part)?.BatchId;
            _sheets = new XlsxSheets(_package, part, _limits);
        }

        // The location of the rows in a result workbook is fixed.
        where = ResultOf is null ? where : new() { SheetName = ResultWorkbook.ErrorsSheet, HeaderRow = 1 };
        WorkbookSheet sheet = default;
        try
        {
            _rows = SheetTable.Open(_sheets, where, _limits, out sheet);
        }
        finally
        {
            SheetName = sheet.Name;
        }
    }

    /// <summary>The error for a library's exception about a file's content; null for any other exception.</summary>
    private static SpreadsheetException? Explain(Exception error, string? part, string? sheet) =>
        error is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException
            ? new("broken-xlsx",
                $"The workbook is damaged{(sheet is null ? "" : $" in its sheet {CellText.Quote(sheet)}")}: {(part is null ? "its archive" : $"the part {part}")} cannot be read ({error.Message.TrimEnd('.')}). Open it in a spreadsheet program, save it as a new workbook and drop that.",
                error)
            : null;
}
