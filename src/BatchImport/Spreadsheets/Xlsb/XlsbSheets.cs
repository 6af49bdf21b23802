using BatchImport.Spreadsheets.Sheets;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets.Xlsb;

/// <summary>The worksheets of a binary workbook ([MS-XLSB]).</summary>
internal sealed class XlsbSheets : IWorkbookSheets
{
    /// <summary>The longest relevant record other than those with a cell's text.</summary>
    private const int MaxRecord = 65_536;

    private const int MaxFormats = 65_536;

    private readonly XlsxPackage _package;
    private readonly SpreadsheetLimits _limits;
    private readonly List<WorkbookSheet> _sheets = [];
    private readonly List<NumberFormat> _formats = [];
    private readonly SharedStrings _strings = new();
    private readonly bool _is1904;

    /// <summary>Reads the data that all worksheets share.</summary>
    /// <param name="package">The file; stays open.</param>
    /// <param name="part">The main part's name.</param>
    /// <param name="limits">The limits of the file.</param>
    public XlsbSheets(XlsxPackage package, string part, SpreadsheetLimits limits)
    {
        _package = package;
        _limits = limits;
        try
        {
            var relationships = Relationships.Read(package, part);
            _is1904 = ReadWorkbook(part, relationships);
            foreach (var each in relationships.Values.Where(each => package.Has(each.Part)))
            {
                if (each.Type == "styles")
                {
                    ReadStyles(each.Part);
                }
                else if (each.Type == "sharedStrings")
                {
                    ReadStrings(each.Part);
                }
            }

            _strings.Complete();
        }
        catch
        {
            _strings.Dispose();
            throw;
        }
    }

    public IReadOnlyList<WorkbookSheet> Sheets => _sheets;

    public IRawRows Open(WorkbookSheet sheet)
    {
        var row = new SheetRowBuilder(sheet.Place, ReadTotals(sheet.Part), _limits);
        var records = new BinaryRecords(_package.OpenStream(sheet.Part), MaxTextRecord);
        return new XlsbRows(records, row, new(sheet.Place, _strings, _formats, _is1904, _limits));
    }

    public void Dispose() => _strings.Dispose();

    /// <summary>The longest record with a text that a cell may have, including its runs of formatting.</summary>
    private int MaxTextRecord => Math.Max(MaxRecord, (8 * _limits.MaxCellCharacters) + 1_024);

    private bool ReadWorkbook(string part, Dictionary<string, Relationship> relationships)
    {
        var is1904 = false;
        using var records = new BinaryRecords(_package.OpenStream(part), MaxRecord);
        while (records.Read())
        {
            if (records.Type == RecordType.WorkbookProperties)
            {
                is1904 = (records.UInt32(0) & 1) != 0;
            }
            else if (records.Type == RecordType.Sheet && _sheets.Count < WorkbookPart.MaxSheets)
            {
                var id = records.Text(8, out var end).ToString();
                if (relationships.TryGetValue(id, out var target) && target.Type == "worksheet")
                {
                    _sheets.Add(new(records.Text(end, out _).ToString(), (records.UInt32(0) & 3) == 0, target.Part));
                }
            }
        }

        return is1904;
    }

    private void ReadStyles(string part)
    {
        var codes = new Dictionary<int, NumberFormat>();
        var inCellFormats = false;
        using var records = new BinaryRecords(_package.OpenStream(part), MaxRecord);
        while (records.Read())
        {
            switch (records.Type)
            {
                case RecordType.NumberFormat when codes.Count < MaxFormats:
                    codes[records.UInt16(0)] = NumberFormat.Parse(records.Text(2, out _));
                    break;
                case RecordType.BeginCellFormats:
                    inCellFormats = true;
                    break;
                case RecordType.EndCellFormats:
                    inCellFormats = false;
                    break;
                case RecordType.CellFormat when inCellFormats && _formats.Count < MaxFormats:
                    var id = records.UInt16(2);
                    _formats.Add(codes.TryGetValue(id, out var format) ? format : NumberFormat.FromBuiltIn(id));
                    break;
            }
        }
    }

    private void ReadStrings(string part)
    {
        using var records = new BinaryRecords(_package.OpenStream(part), MaxTextRecord);
        while (records.Read())
        {
            if (records.Type == RecordType.SharedString)
            {
                // Flags, the text, its formatting and its phonetic hints.
                var text = records.IsTooLong ? default : records.Text(1, out _);
                _strings.Add(!records.IsTooLong && text.Length <= _limits.MaxCellCharacters ? text : throw SpreadsheetErrors.CellTooLong("a cell of the workbook", _limits.MaxCellCharacters));
            }
        }
    }

    /// <summary>The totals rows of a sheet's tables (BrtBeginList, [MS-XLSB] 2.4.111).</summary>
    private List<TableTotals> ReadTotals(string sheetPart)
    {
        var totals = new List<TableTotals>();
        foreach (var table in Relationships.Read(_package, sheetPart).Values.Where(each => each.Type == "table" && _package.Has(each.Part)).Take(TableTotals.MaxTables))
        {
            using var records = new BinaryRecords(_package.OpenStream(table.Part), MaxRecord);
            while (records.Read())
            {
                if (records.Type == RecordType.BeginTable && records.Data.Length >= 32)
                {
                    var at = TableTotals.Create((int)records.UInt32(0) + 1, (int)records.UInt32(4) + 1, (int)records.UInt32(8), (int)records.UInt32(12), (int)records.UInt32(28));
                    totals.AddRange(at is null ? [] : [at]);
                    break;
                }
            }
        }

        return totals;
    }
}
