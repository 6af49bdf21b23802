using BatchImport.Spreadsheets.Sheets;
using BatchImport.Common;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// Recognizes a result workbook that is dropped again with corrections. Its marker is a hidden defined name, whose value is the import's id: spreadsheet
/// programs keep defined names when they save, where some drop document properties. Without the marker, the names of its three sheets in their
/// order identify it as a result, but not its import.
/// </summary>
/// <param name="BatchId">The import of the result; empty when unknown.</param>
internal sealed record ResultWorkbook(string BatchId)
{
    /// <summary>The marker's name.</summary>
    public const string MarkerName = "BatchImport_Import";

    /// <summary>The sheet with the rows to correct.</summary>
    public const string ErrorsSheet = "Errors";

    private static readonly string[] Sheets = ["Summary", "Success", ErrorsSheet];

    /// <summary>True for the worksheets of a result, which identify it in a format without the marker.</summary>
    public static bool HasSheets(IReadOnlyList<WorkbookSheet> sheets) =>
        sheets.Take(Sheets.Length).Select(static sheet => sheet.Name).SequenceEqual(Sheets, StringComparer.Ordinal);

    /// <summary>Checks whether a workbook is a result.</summary>
    /// <returns>Null for another workbook, or without its sheet of errors.</returns>
    /// <param name="package">The file.</param>
    /// <param name="part">The name of its main part.</param>
    public static ResultWorkbook? Look(XlsxPackage package, string part)
    {
        var sheets = new List<string>(Sheets.Length);
        var marker = new TextBuffer(64);
        var hasErrors = false;
        using var xml = package.Open(part);
        xml.ReadRoot("workbook", WorkbookPart.Namespaces);
        while (xml.Read())
        {
            if (xml.IsStart("sheet"))
            {
                var name = xml.Reader.GetAttribute("name") ?? "";
                hasErrors |= name == ErrorsSheet;
                if (sheets.Count < Sheets.Length)
                {
                    sheets.Add(name);
                }
            }
            else if (xml.IsStart("definedName") && xml.Reader.GetAttribute("name") == MarkerName)
            {
                marker.Clear();
                xml.ReadText(marker);
            }
        }

        var id = marker.IsTooLong ? "" : marker.Text.Trim('"').ToString();
        return !hasErrors ? null :
            ImportId.IsValid(id) ? new ResultWorkbook(id) :
            sheets.SequenceEqual(Sheets, StringComparer.Ordinal) ? new ResultWorkbook("") :
            null;
    }
}
