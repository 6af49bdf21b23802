using BatchImport.Spreadsheets.Sheets;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets.Xls;

/// <summary>
/// A worksheet of a workbook of Excel 2003 and before, streamed from its compound file. The values of formulas are the results stored with them.
/// </summary>
internal sealed class XlsReader : ISpreadsheetReader
{
    private readonly SourceStream _source;
    private readonly FileStream? _copy;
    private XlsSheets? _sheets;
    private TableRows? _rows;

    private XlsReader(SourceStream source, FileStream? copy)
    {
        _source = source;
        _copy = copy;
    }

    public SpreadsheetFormat Format => SpreadsheetFormat.Xls;

    public string? SheetName { get; private set; }

    public string? ResultOf { get; private set; }

    public int HeaderRow => _rows!.HeaderRow;

    public IReadOnlyList<string> Header => _rows!.Header;

    public int RowNumber => _rows!.RowNumber;

    public ReadOnlySpan<Cell> Cells => _rows!.Cells;

    public string? RowProblem => _rows!.RowProblem;

    /// <summary>Opens a workbook.</summary>
    /// <exception cref="SpreadsheetException">The compound file is not a workbook, is broken, or has no header.</exception>
    public static XlsReader Open(SourceStream source, FileStream? copy, SpreadsheetLimits limits, TableLocation where)
    {
        var reader = new XlsReader(source, copy);
        try
        {
            reader.ReadHeader(limits, where);
            return reader;
        }
        catch (Exception ex)
        {
            reader.Dispose();
            source.ThrowFault();
            if (ex is InvalidDataException)
            {
                throw Broken(ex, reader.SheetName);
            }

            throw;
        }
    }

    /// <summary>The error for an encrypted workbook.</summary>
    public static SpreadsheetException PasswordProtected() => new("password-protected",
        "The workbook is protected by a password, so that nothing in it can be read. Remove the password (in Excel: File, Info, Protect Workbook, Encrypt with Password) and drop the file again.");

    public bool Read()
    {
        try
        {
            return _rows!.Read();
        }
        catch (Exception ex) when (_source.Fault is not null || ex is InvalidDataException)
        {
            _source.ThrowFault();
            throw Broken(ex, SheetName);
        }
    }

    public void Dispose()
    {
        _rows?.Dispose();
        _sheets?.Dispose();
        _copy?.Dispose();
    }

    private static SpreadsheetException Broken(Exception error, string? sheet) => new("broken-xls",
        $"The workbook is damaged{(sheet is null ? "" : $" in its sheet {CellText.Quote(sheet)}")} and cannot be read ({error.Message.TrimEnd('.')}). Open it in a spreadsheet program, save it as an Excel workbook (.xlsx) and drop that.",
        error);

    private void ReadHeader(SpreadsheetLimits limits, TableLocation where)
    {
        var file = new CompoundFile(_source);
        if (file.Has("EncryptedPackage"))
        {
            throw PasswordProtected();
        }

        var stream = file.Has("Workbook") ? "Workbook" : file.Has("Book") ? "Book" : throw SpreadsheetErrors.NotASpreadsheet(
            file.Has("WordDocument") ? "a Word document of the old format (.doc)" : "an Office file of the old format");
        _sheets = new XlsSheets(file.Open(stream), limits);

        // The location of the rows in a result workbook is fixed.
        ResultOf = ResultWorkbook.HasSheets(_sheets.Sheets) ? "" : null;
        where = ResultOf is null ? where : new() { SheetName = ResultWorkbook.ErrorsSheet, HeaderRow = 1 };
        WorkbookSheet sheet = default;
        try
        {
            _rows = SheetTable.Open(_sheets, where, limits, out sheet);
        }
        finally
        {
            SheetName = sheet.Name;
        }
    }
}
