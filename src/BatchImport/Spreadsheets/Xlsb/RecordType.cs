namespace BatchImport.Spreadsheets.Xlsb;

/// <summary>The types of the records that are read ([MS-XLSB] 2.3.2).</summary>
internal static class RecordType
{
    public const int RowHeader = 0;
    public const int CellRk = 2;
    public const int CellError = 3;
    public const int CellBoolean = 4;
    public const int CellNumber = 5;
    public const int CellText = 6;
    public const int CellSharedString = 7;
    public const int FormulaText = 8;
    public const int FormulaNumber = 9;
    public const int FormulaBoolean = 10;
    public const int FormulaError = 11;
    public const int SharedString = 19;
    public const int NumberFormat = 44;
    public const int CellFormat = 47;
    public const int CellRichText = 62;
    public const int BeginSheetData = 145;
    public const int EndSheetData = 146;
    public const int WorkbookProperties = 153;
    public const int Sheet = 156;
    public const int BeginCellFormats = 617;
    public const int EndCellFormats = 618;
    public const int BeginTable = 660;
}
