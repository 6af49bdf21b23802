using BatchImport.Spreadsheets.Sheets;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>The worksheets of an Office Open XML workbook.</summary>
internal sealed class XlsxSheets : IWorkbookSheets
{
    private readonly XlsxPackage _package;
    private readonly SpreadsheetLimits _limits;
    private readonly WorkbookPart _workbook;
    private readonly Styles _styles;
    private readonly SharedStrings _strings;

    /// <summary>Reads the data that all worksheets share.</summary>
    /// <param name="package">The file; stays open.</param>
    /// <param name="part">The main part's name.</param>
    /// <param name="limits">The limits of the file.</param>
    public XlsxSheets(XlsxPackage package, string part, SpreadsheetLimits limits)
    {
        _package = package;
        _limits = limits;
        _workbook = WorkbookPart.Read(package, part);
        _styles = _workbook.StylesPart is { } stylesPart ? Styles.Read(package, stylesPart) : Styles.None;
        _strings = _workbook.SharedStringsPart is { } stringsPart ? SharedStrings.Read(package, stringsPart, limits) : new SharedStrings();
    }

    public IReadOnlyList<WorkbookSheet> Sheets => _workbook.Sheets;

    public IRawRows Open(WorkbookSheet sheet)
    {
        var totals = TableTotals.Read(_package, sheet.Part);
        var context = new SheetContext(sheet.Place, _strings, _styles, _workbook.Is1904, totals, _limits);
        var xml = _package.Open(sheet.Part);
        try
        {
            return new XlsxRows(xml, context);
        }
        catch
        {
            xml.Dispose();
            throw;
        }
    }

    public void Dispose() => _strings.Dispose();
}
