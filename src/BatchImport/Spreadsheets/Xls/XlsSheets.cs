using System.Globalization;
using System.Text;
using BatchImport.Spreadsheets.Sheets;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Spreadsheets.Xls;

/// <summary>
/// The worksheets of a workbook of Excel 97 to 2003 ([MS-XLS]), or of Excel 5.0 and 95, whose texts are in the code page of the machine that wrote them.
/// </summary>
internal sealed class XlsSheets : IWorkbookSheets
{
    private const int Version8 = 0x0600;
    private const int Version5 = 0x0500;
    private const int MaxFormats = 65_536;

    private readonly BiffRecords _records;
    private readonly SpreadsheetLimits _limits;
    private readonly List<WorkbookSheet> _sheets = [];
    private readonly Dictionary<int, NumberFormat> _codes = [];
    private readonly List<NumberFormat> _formats = [];
    private readonly SharedStrings _strings = new();
    private readonly StringBuilder _text = new();
    private readonly bool _isVersion8;
    private Encoding _encoding = XlsText.EncodingOf(1252);
    private bool _is1904;

    /// <summary>Reads the data that all worksheets share.</summary>
    /// <param name="stream">The workbook's stream.</param>
    /// <param name="limits">The limits of the file.</param>
    public XlsSheets(CompoundStream stream, SpreadsheetLimits limits)
    {
        _records = new BiffRecords(stream);
        _limits = limits;
        if (!_records.Read() || _records.Type != BiffType.BeginSubstream || _records.UInt16(0) is not (Version8 or Version5))
        {
            throw new InvalidDataException("it does not begin as a workbook does");
        }

        _isVersion8 = _records.UInt16(0) == Version8;
        try
        {
            ReadGlobals();
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
        _records.Seek(long.Parse(sheet.Part, CultureInfo.InvariantCulture));
        if (!_records.Read() || _records.Type != BiffType.BeginSubstream)
        {
            throw new InvalidDataException($"the {sheet.Place} is not at its recorded position");
        }

        var row = new SheetRowBuilder(sheet.Place, [], _limits);
        return new XlsRows(_records, row, new(sheet.Place, _strings, _formats, _is1904, _isVersion8 ? null : _encoding, _limits));
    }

    public void Dispose() => _strings.Dispose();

    private void ReadGlobals()
    {
        while (_records.Read() && _records.Type != BiffType.EndOfSubstream)
        {
            switch (_records.Type)
            {
                case BiffType.FilePassword:
                    throw XlsReader.PasswordProtected();
                case BiffType.CodePage:
                    _encoding = XlsText.EncodingOf(_records.UInt16(0));
                    break;
                case BiffType.Date1904:
                    _is1904 = _records.UInt16(0) == 1;
                    break;
                case BiffType.Sheet when _sheets.Count < WorkbookPart.MaxSheets:
                    ReadSheet();
                    break;
                case BiffType.NumberFormat when _codes.Count < MaxFormats:
                    ReadNumberFormat();
                    break;
                case BiffType.CellFormat when _formats.Count < MaxFormats:
                    var id = _records.UInt16(2);
                    _formats.Add(_codes.TryGetValue(id, out var format) ? format : NumberFormat.FromBuiltIn(id));
                    break;
                case BiffType.SharedStrings:
                    ReadStrings();
                    break;
            }
        }
    }

    private void ReadSheet()
    {
        // Charts, macro sheets and modules are sheets as well.
        if (_records.Byte(5) == 0)
        {
            var (position, isVisible) = (_records.UInt32(0), (_records.Byte(4) & 3) == 0);
            _records.At = 7;
            _sheets.Add(new(ReadName(_records.Byte(6)), isVisible, position.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void ReadNumberFormat()
    {
        var id = _records.UInt16(0);
        _records.At = _isVersion8 ? 4 : 3;
        _codes[id] = NumberFormat.Parse(ReadName(_isVersion8 ? _records.UInt16(2) : _records.Byte(2)));
    }

    private string ReadName(int length)
    {
        if (!_isVersion8)
        {
            return _encoding.GetString(_records.Span(_records.At, length));
        }

        _text.Clear();
        _records.ReadText(length, _text);
        return _text.ToString();
    }

    private void ReadStrings()
    {
        var count = _records.UInt32(4);
        _records.At = 8;
        for (var i = 0u; i < count; i++)
        {
            if (_records.IsAtEnd)
            {
                _records.Continue();
            }

            _text.Clear();
            var length = _records.NextUInt16();
            if (length > _limits.MaxCellCharacters)
            {
                throw SpreadsheetErrors.CellTooLong("a cell of the workbook", _limits.MaxCellCharacters);
            }

            _records.ReadText(length, _text);
            _strings.Add(_text.ToString());
        }
    }
}
