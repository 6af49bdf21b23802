using System.IO.Compression;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>An XLSX file as the archive it is: its parts by name.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly UncompressedBudget _budget;
    private readonly SpreadsheetLimits _limits;
    private readonly long _fileLength;
    private readonly XmlNameTable _names = new BoundedNameTable();

    /// <summary>Opens the archive.</summary>
    public XlsxPackage(SourceStream source, SpreadsheetLimits limits)
    {
        ZipDirectory.Check(source, limits.MaxEntries);
        _limits = limits;
        _fileLength = source.Length;
        _budget = new UncompressedBudget(limits.MaxUncompressedBytes);
        _archive = new ZipArchive(source, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in _archive.Entries)
        {
            // Some producers write the separators of their own file system.
            if (!_parts.TryAdd(entry.FullName.Replace('\\', '/'), entry))
            {
                throw new InvalidDataException($"the part {entry.FullName} is there twice");
            }
        }
    }

    /// <summary>The part opened last: where a problem is.</summary>
    public string? CurrentPart { get; private set; }

    /// <summary>True when the file has a part of that name.</summary>
    public bool Has(string part) => _parts.ContainsKey(part);

    /// <summary>Opens an XML part. One at a time: the file is read from front to back within each.</summary>
    public XmlPart Open(string part)
    {
        CurrentPart = part;
        if (!_parts.TryGetValue(part, out var entry))
        {
            throw new InvalidDataException("it is missing");
        }

        var compressed = Math.Min(entry.CompressedLength, _fileLength);
        return new XmlPart(new PartStream(entry.Open(), part, compressed, entry.Crc32, _budget, _limits.MaxCompressionRatio), _names);
    }

    /// <summary>The name of the workbook's main part.</summary>
    /// <exception cref="SpreadsheetException">The archive is something else.</exception>
    public string FindWorkbook()
    {
        foreach (var relationship in Relationships.Read(this, "").Values)
        {
            if (relationship.Type == "officeDocument" && IsWorkbook(relationship.Part))
            {
                return relationship.Part;
            }
        }

        const string usual = "xl/workbook.xml";
        return Has(usual) ? usual : throw Refuse.NotASpreadsheet(WhatItIs());
    }

    public void Dispose() => _archive.Dispose();

    private bool IsWorkbook(string part) =>
        Has(part) && part.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && !Has("word/document.xml") && !Has("ppt/presentation.xml");

    private string WhatItIs() =>
        Has("word/document.xml") ? "a Word document (.docx)" :
        Has("ppt/presentation.xml") ? "a presentation (.pptx)" :
        Has("xl/workbook.bin") ? "a binary workbook (.xlsb)" :
        Has("mimetype") && Has("content.xml") ? "an OpenDocument file (.ods, .odt)" :
        Has("Index/Document.iwa") || Has("Index.zip") ? "a document of Apple iWork (.numbers, .pages)" :
        "a ZIP archive";
}
