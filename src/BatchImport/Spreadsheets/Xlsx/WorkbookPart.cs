namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>What the workbook's main part says: which sheet is read, and how its dates count.</summary>
/// <param name="SheetName">The first visible worksheet's name.</param>
/// <param name="SheetPart">Its part.</param>
/// <param name="Is1904">True when day 0 is 1904-01-01.</param>
/// <param name="StylesPart">The styles' part; null when there are none.</param>
/// <param name="SharedStringsPart">The shared strings' part; null when there are none.</param>
internal sealed record WorkbookPart(string SheetName, string SheetPart, bool Is1904, string? StylesPart, string? SharedStringsPart)
{
    /// <summary>The namespaces of spreadsheet markup: transitional, and strict (ECMA-376 Part 1).</summary>
    public static ReadOnlySpan<string> Namespaces =>
        new[] { "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main" };

    private static readonly string[] RelationshipNamespaces =
        ["http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"];

    /// <summary>Reads it.</summary>
    /// <param name="package">The file.</param>
    /// <param name="wanted">The worksheet's name: visible or not. Null for the first visible one.</param>
    /// <exception cref="SpreadsheetException"><c>no-sheet</c>: there is no worksheet to see.</exception>
    public static WorkbookPart Read(XlsxPackage package, string? wanted)
    {
        var part = package.FindWorkbook();
        var relationships = Relationships.Read(package, part);
        var is1904 = false;
        string? name = null;
        string? sheet = null;
        using (var xml = package.Open(part))
        {
            xml.ReadRoot("workbook", Namespaces);
            while (xml.Read())
            {
                if (xml.IsStart("workbookPr"))
                {
                    is1904 = xml.Reader.GetAttribute("date1904") is "1" or "true" or "on";
                }
                else if (sheet is null && xml.IsStart("sheet") && (wanted is null ? xml.Reader.GetAttribute("state") is not ("hidden" or "veryHidden") : xml.Reader.GetAttribute("name") == wanted) &&
                    RelationshipId(xml) is { } id && relationships.TryGetValue(id, out var target) && target.Type == "worksheet")
                {
                    name = xml.Reader.GetAttribute("name");
                    sheet = target.Part;
                }
            }
        }

        if (sheet is null)
        {
            throw new SpreadsheetException("no-sheet",
                "The workbook has no visible worksheet. Rows are read from the first one that is not hidden: unhide it, or add one.");
        }

        return new(name ?? "", sheet, is1904, PartOf("styles"), PartOf("sharedStrings"));

        string? PartOf(string type) => relationships.Values.FirstOrDefault(relationship => relationship.Type == type && package.Has(relationship.Part)).Part;
    }

    private static string? RelationshipId(XmlPart xml) =>
        xml.Reader.GetAttribute("id", RelationshipNamespaces[0]) ?? xml.Reader.GetAttribute("id", RelationshipNamespaces[1]);
}
