using System.Text;

namespace BatchImport.Spreadsheets.Xls;

/// <summary>The code pages of workbooks before Excel 97 ([MS-XLS] 2.4.52).</summary>
internal static class XlsText
{
    private const int Windows1252 = 1_252;

    /// <summary>The encoding of a code page; Windows-1252 for an unknown one.</summary>
    public static Encoding EncodingOf(int codePage)
    {
        // The numbers of the Macintosh and of Excel 2 and 3.
        codePage = codePage switch { 0x8000 => 10_000, 0x8001 => Windows1252, _ => codePage };
        return CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? CodePagesEncodingProvider.Instance.GetEncoding(Windows1252)!;
    }
}
