using System.IO.Compression;
using System.Text;

namespace BatchImport.Workbooks;

/// <summary>Writes sheets as parts of the workbook's ZIP, one after the other.</summary>
internal sealed class ZipSheets(ZipArchive archive, CompressionLevel level, Func<SheetKind, SheetXml> around) : ISheetSink
{
    private readonly List<FrameSheet> _sheets = [];
    private Stream? _part;

    /// <summary>The sheets written so far, in order.</summary>
    public IReadOnlyList<FrameSheet> Sheets => _sheets;

    /// <summary>The names of their parts.</summary>
    public IReadOnlySet<string> PartNames => _sheets.Select((_, sheet) => WorkbookFrame.PartName(sheet)).ToHashSet(StringComparer.Ordinal);

    public async ValueTask BeginAsync(FrameSheet sheet, CancellationToken cancellationToken)
    {
        _part = await archive.CreateEntry(WorkbookFrame.PartName(_sheets.Count), level).OpenAsync(cancellationToken);
        await _part.WriteAsync(Encoding.UTF8.GetBytes(around(sheet.Layout.Kind).Before), cancellationToken);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken) => _part!.WriteAsync(rows, cancellationToken);

    public async ValueTask EndAsync(FrameSheet sheet, CancellationToken cancellationToken)
    {
        await _part!.WriteAsync(Encoding.UTF8.GetBytes(around(sheet.Layout.Kind).After(sheet.LastRow)), cancellationToken);
        await _part.DisposeAsync();
        _part = null;
        _sheets.Add(sheet);
    }
}
