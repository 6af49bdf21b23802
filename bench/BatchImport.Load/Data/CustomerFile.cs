using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace BatchImport.Load.Data;

/// <summary>The rows as an XLSX file with a table of shared strings, as spreadsheet programs save it.</summary>
internal static class CustomerFile
{
    private const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    /// <summary>Writes the file.</summary>
    public static void Write(string path, int rows, int seed)
    {
        var strings = new Dictionary<string, int>(StringComparer.Ordinal);
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add(archive, "[Content_Types].xml", $"""
            <Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>
            """);
        Add(archive, "_rels/.rels", $"""
            <Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Add(archive, "xl/workbook.xml", $"""
            <workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="Customers" sheetId="1" r:id="rId1"/></sheets></workbook>
            """);
        Add(archive, "xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Office}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{Office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>
            """);
        Add(archive, "xl/styles.xml", $"""
            <styleSheet xmlns="{Main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>
            """);
        WriteSheet(archive, rows, seed, strings);
        WriteStrings(archive, strings);
    }

    private static void WriteSheet(ZipArchive archive, int rows, int seed, Dictionary<string, int> strings)
    {
        using var xml = Open(archive, "xl/worksheets/sheet1.xml");
        xml.Write(Declaration);
        xml.Write($"<worksheet xmlns=\"{Main}\"><sheetData><row r=\"1\">");
        WriteTexts(xml, 1, Customers.Header, strings);
        xml.Write("</row>");
        foreach (var row in Customers.Make(rows, seed))
        {
            var number = row.Number.ToString(CultureInfo.InvariantCulture);
            xml.Write($"<row r=\"{number}\">");
            WriteTexts(xml, row.Number, row.Texts, strings);
            xml.Write(string.Create(CultureInfo.InvariantCulture, $"<c r=\"G{number}\" s=\"1\"><v>{row.SignupDate}</v></c><c r=\"H{number}\"><v>{row.Amount}</v></c></row>"));
        }

        xml.Write("</sheetData></worksheet>");
    }

    private static void WriteTexts(StreamWriter xml, int row, string[] texts, Dictionary<string, int> strings)
    {
        for (var column = 0; column < texts.Length; column++)
        {
            if (texts[column].Length == 0)
            {
                continue;
            }

            if (!strings.TryGetValue(texts[column], out var index))
            {
                strings.Add(texts[column], index = strings.Count);
            }

            xml.Write(string.Create(CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + column)}{row}\" t=\"s\"><v>{index}</v></c>"));
        }
    }

    private static void WriteStrings(ZipArchive archive, Dictionary<string, int> strings)
    {
        using var xml = Open(archive, "xl/sharedStrings.xml");
        xml.Write(Declaration);
        xml.Write(string.Create(CultureInfo.InvariantCulture, $"<sst xmlns=\"{Main}\" uniqueCount=\"{strings.Count}\">"));

        // A dictionary from which nothing is removed keeps its entries in insertion order, which is that of the indexes.
        foreach (var text in strings.Keys)
        {
            xml.Write($"<si><t>{SecurityElement.Escape(text)}</t></si>");
        }

        xml.Write("</sst>");
    }

    private static void Add(ZipArchive archive, string name, string content)
    {
        using var xml = Open(archive, name);
        xml.Write(Declaration);
        xml.Write(content);
    }

    private static StreamWriter Open(ZipArchive archive, string name) => new(archive.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024);
}
