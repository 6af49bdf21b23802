namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>What the workbook's main part says: which sheet is read, and how its dates count.</summary>
/// <param name="SheetName">The worksheet's name.</param>
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

    /// <summary>Sheets a message lists.</summary>
    private const int MaxListed = 20;

    /// <summary>Reads it.</summary>
    /// <param name="package">The file.</param>
    /// <param name="wanted">The worksheet's name, without case: visible or not. Null for the first visible one.</param>
    /// <exception cref="SpreadsheetException"><c>no-sheet</c>: there is no such worksheet.</exception>
    public static WorkbookPart Read(XlsxPackage package, string? wanted)
    {
        var part = package.FindWorkbook();
        var relationships = Relationships.Read(package, part);
        var is1904 = false;
        string? name = null;
        string? sheet = null;
        var others = new List<string>();
        using (var xml = package.Open(part))
        {
            xml.ReadRoot("workbook", Namespaces);
            while (xml.Read())
            {
                if (xml.IsStart("workbookPr"))
                {
                    is1904 = xml.Reader.GetAttribute("date1904") is "1" or "true" or "on";
                }
                else if (sheet is null && xml.IsStart("sheet") && RelationshipId(xml) is { } id && relationships.TryGetValue(id, out var target) && target.Type == "worksheet")
                {
                    var title = xml.Reader.GetAttribute("name") ?? "";
                    if (wanted is null ? xml.Reader.GetAttribute("state") is not ("hidden" or "veryHidden") : string.Equals(title.Trim(), wanted.Trim(), StringComparison.OrdinalIgnoreCase))
                    {
                        name = title;
                        sheet = target.Part;
                    }
                    else if (others.Count <= MaxListed)
                    {
                        others.Add(title);
                    }
                }
            }
        }

        if (sheet is null)
        {
            throw NoSheet(wanted, others);
        }

        return new(name ?? "", sheet, is1904, PartOf("styles"), PartOf("sharedStrings"));

        string? PartOf(string type) => relationships.Values.FirstOrDefault(relationship => relationship.Type == type && package.Has(relationship.Part)).Part;
    }

    private static SpreadsheetException NoSheet(string? wanted, List<string> others) => new("no-sheet", wanted is null
        ? "The workbook has no visible worksheet. Rows are read from the first one that is not hidden: unhide it, or add one."
        : $"The workbook has no sheet {CellText.Quote(wanted)}, which is the one to read. It has: {string.Join(", ", others.Take(MaxListed).Select(CellText.Quote))}{(others.Count > MaxListed ? " …" : "")}. Rename the sheet that is meant, or mend the name (the definition's sheet, or the blob metadata sheet).");

    private static string? RelationshipId(XmlPart xml) =>
        xml.Reader.GetAttribute("id", RelationshipNamespaces[0]) ?? xml.Reader.GetAttribute("id", RelationshipNamespaces[1]);
}
