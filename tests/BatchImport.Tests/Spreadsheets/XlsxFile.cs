using System.IO.Compression;
using System.Text;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Workbooks made part by part, so that a test can define exactly what a producer wrote.</summary>
internal sealed class XlsxFile
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string StrictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    public const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    public const string StrictOffice = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private readonly Dictionary<string, byte[]> _parts = new(StringComparer.Ordinal);

    /// <summary>A workbook of one sheet, <c>Sheet1</c>.</summary>
    /// <param name="rows">The content of <c>sheetData</c>.</param>
    /// <param name="sharedStrings">The content of <c>sst</c>; null for no such part.</param>
    /// <param name="styles">The content of <c>styleSheet</c>; null for no such part.</param>
    /// <param name="workbookProperties">The XML before <c>sheets</c>.</param>
    public static XlsxFile WithRows(string rows, string? sharedStrings = null, string? styles = null, string workbookProperties = "") =>
        WithSheet($"<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>", sharedStrings, styles, workbookProperties);

    /// <inheritdoc cref="WithRows"/>
    public static XlsxFile WithSheet(string sheet, string? sharedStrings = null, string? styles = null, string workbookProperties = "")
    {
        var file = new XlsxFile()
            .With("_rels/.rels", Relationships(("rId1", Office + "/officeDocument", "xl/workbook.xml")))
            .With("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\">{workbookProperties}<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")
            .With("xl/_rels/workbook.xml.rels", Relationships(
                ("rId1", Office + "/worksheet", "worksheets/sheet1.xml"), ("rId2", Office + "/sharedStrings", "sharedStrings.xml"), ("rId3", Office + "/styles", "styles.xml")))
            .With("xl/worksheets/sheet1.xml", sheet);
        if (sharedStrings is not null)
        {
            file.With("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{sharedStrings}</sst>");
        }

        if (styles is not null)
        {
            file.With("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\">{styles}</styleSheet>");
        }

        return file;
    }

    public static string Relationships(params (string Id, string Type, string Target)[] relationships) =>
        $"<Relationships xmlns=\"{Package}\">{string.Concat(relationships.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"{r.Type}\" Target=\"{r.Target}\"/>"))}</Relationships>";

    /// <summary>A row of inline texts.</summary>
    public static string TextRow(int number, params string[] texts) =>
        $"<row r=\"{number}\">{string.Concat(texts.Select(text => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>"))}</row>";

    public XlsxFile With(string part, string content) => With(part, Encoding.UTF8.GetBytes(content));

    public XlsxFile With(string part, byte[] content)
    {
        _parts[part] = content;
        return this;
    }

    public XlsxFile Without(string part)
    {
        _parts.Remove(part);
        return this;
    }

    public byte[] Part(string part) => _parts[part];

    public byte[] ToBytes(CompressionLevel level = CompressionLevel.Fastest)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in _parts)
            {
                using var part = archive.CreateEntry(name, level).Open();
                part.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
