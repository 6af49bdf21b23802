namespace BatchImport.Spreadsheets.Xls;

/// <summary>The types of the records that are read ([MS-XLS] 2.3.1).</summary>
internal static class BiffType
{
    public const int Formula = 0x06;
    public const int EndOfSubstream = 0x0A;
    public const int Date1904 = 0x22;
    public const int FilePassword = 0x2F;
    public const int Continue = 0x3C;
    public const int CodePage = 0x42;
    public const int Sheet = 0x85;
    public const int MultipleRk = 0xBD;
    public const int RichText = 0xD6;
    public const int CellFormat = 0xE0;
    public const int SharedStrings = 0xFC;
    public const int SharedString = 0xFD;
    public const int Number = 0x203;
    public const int Text = 0x204;
    public const int BooleanOrError = 0x205;
    public const int FormulaText = 0x207;
    public const int Rk = 0x27E;
    public const int NumberFormat = 0x41E;
    public const int BeginSubstream = 0x809;
}
