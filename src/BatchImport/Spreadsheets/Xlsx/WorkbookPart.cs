using BatchImport.Spreadsheets.Sheets;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>The workbook's main part: its sheets and its date system.</summary>
/// <param name="Sheets">The worksheets, in their order.</param>
/// <param name="Is1904">True when day 0 is 1904-01-01.</param>
/// <param name="StylesPart">The styles' part; null when there are none.</param>
/// <param name="SharedStringsPart">The shared strings' part; null when there are none.</param>
internal sealed record WorkbookPart(IReadOnlyList<WorkbookSheet> Sheets, bool Is1904, string? StylesPart, string? SharedStringsPart)
{
    /// <summary>The maximum number of worksheets that are read: more than a usable workbook has.</summary>
    public const int MaxSheets = 10_000;

    /// <summary>The namespaces of spreadsheet markup: transitional, and strict (ECMA-376 Part 1).</summary>
    public static ReadOnlySpan<string> Namespaces =>
        new[] { "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main" };

    private static readonly string[] RelationshipNamespaces =
        ["http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"];

    /// <summary>Reads it.</summary>
    /// <param name="package">The file.</param>
    /// <param name="part">The main part's name.</param>
    public static WorkbookPart Read(XlsxPackage package, string part)
    {
        var relationships = Relationships.Read(package, part);
        var is1904 = false;
        var sheets = new List<WorkbookSheet>();
        using (var xml = package.Open(part))
        {
            xml.ReadRoot("workbook", Namespaces);
            while (xml.Read())
            {
                if (xml.IsStart("workbookPr"))
                {
                    is1904 = xml.Reader.GetAttribute("date1904") is "1" or "true" or "on";
                }
                else if (sheets.Count < MaxSheets && xml.IsStart("sheet") && RelationshipId(xml) is { } id && relationships.TryGetValue(id, out var target) && target.Type == "worksheet")
                {
                    sheets.Add(new(xml.Reader.GetAttribute("name") ?? "", xml.Reader.GetAttribute("state") is not ("hidden" or "veryHidden"), target.Part));
                }
            }
        }

        return new(sheets, is1904, PartOf("styles"), PartOf("sharedStrings"));

        string? PartOf(string type) => relationships.Values.FirstOrDefault(relationship => relationship.Type == type && package.Has(relationship.Part)).Part;
    }

    private static string? RelationshipId(XmlPart xml) =>
        xml.Reader.GetAttribute("id", RelationshipNamespaces[0]) ?? xml.Reader.GetAttribute("id", RelationshipNamespaces[1]);
}
