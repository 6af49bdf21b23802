using System.IO.Compression;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>An XLSX file as an archive: its parts by name.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly UncompressedBudget _budget;
    private readonly XmlNameTable _names = new BoundedNameTable();

    /// <summary>Opens the archive.</summary>
    public XlsxPackage(SourceStream source, SpreadsheetLimits limits)
    {
        ZipDirectory.Check(source, limits.MaxEntries);
        _budget = new UncompressedBudget(limits.MaxUncompressedBytes);
        _archive = new ZipArchive(source, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in _archive.Entries)
        {
            // Some producers write backslashes, or the slash at the start of part names.
            if (!_parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry))
            {
                throw new InvalidDataException($"the part {entry.FullName} occurs twice");
            }
        }

        // References to parts are URIs: they may be percent-encoded where the archive's names are not, and the other way round.
        foreach (var (name, entry) in _parts.Where(static part => part.Key.Contains('%', StringComparison.Ordinal)).ToArray())
        {
            _parts.TryAdd(Uri.UnescapeDataString(name), entry);
        }
    }

    /// <summary>The part opened last: the place of a problem.</summary>
    public string? CurrentPart { get; private set; }

    /// <summary>True when the file has a part of that name.</summary>
    public bool Has(string part) => Find(part) is not null;

    /// <summary>Opens an XML part. One at a time: within each, the file is read from start to end.</summary>
    public XmlPart Open(string part) => new(OpenStream(part), _names);

    /// <summary>Opens a part, as <see cref="Open"/> does.</summary>
    public PartStream OpenStream(string part)
    {
        CurrentPart = part;
        var entry = Find(part) ?? throw new InvalidDataException("it is missing");
        return new PartStream(entry.Open(), entry.Crc32, _budget);
    }

    /// <summary>The name of the workbook's main part.</summary>
    /// <exception cref="SpreadsheetException">The archive is not a workbook.</exception>
    public string FindWorkbook()
    {
        foreach (var relationship in Relationships.Read(this, "").Values)
        {
            if (relationship.Type == "officeDocument" && IsWorkbook(relationship.Part))
            {
                return relationship.Part;
            }
        }

        const string Usual = "xl/workbook.xml";
        return Has(Usual) ? Usual : throw (IsOpenDocument() ? SpreadsheetErrors.Unsupported("an OpenDocument spreadsheet (.ods)") : SpreadsheetErrors.NotASpreadsheet(WhatItIs()));
    }

    public void Dispose() => _archive.Dispose();

    private ZipArchiveEntry? Find(string part) => _parts.GetValueOrDefault(part) ?? _parts.GetValueOrDefault(Uri.UnescapeDataString(part));

    private bool IsWorkbook(string part) =>
        Has(part) && (part.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || part.EndsWith("workbook.bin", StringComparison.OrdinalIgnoreCase)) && !Has("word/document.xml") && !Has("ppt/presentation.xml");

    /// <summary>True for an OpenDocument spreadsheet or its template (OpenDocument 1.3 Part 2, 3.3): the file <c>mimetype</c> has its type.</summary>
    private bool IsOpenDocument()
    {
        if (Find("mimetype") is not { } entry || !Has("content.xml"))
        {
            return false;
        }

        Span<byte> type = stackalloc byte[128];
        using var stream = entry.Open();
        type = type[..stream.ReadAtLeast(type, type.Length, throwOnEndOfStream: false)];
        return type.StartsWith("application/vnd.oasis.opendocument.spreadsheet"u8);
    }

    private string WhatItIs() =>
        Has("word/document.xml") ? "a Word document (.docx)" :
        Has("ppt/presentation.xml") ? "a presentation (.pptx)" :
        Has("mimetype") && Has("content.xml") ? "an OpenDocument file, such as a text (.odt)" :
        Has("Index/Document.iwa") || Has("Index.zip") ? "a document of Apple iWork (.numbers, .pages)" :
        "a ZIP archive";
}
