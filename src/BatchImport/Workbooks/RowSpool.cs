using BatchImport.Common;
using System.IO.Compression;

namespace BatchImport.Workbooks;

/// <summary>
/// Stores rows while another sheet is being written, since a ZIP is written one part at a time. They are compressed into a temporary file
/// that only this user may read and that is deleted with its handle, also when the process is killed.
/// </summary>
internal sealed class RowSpool : ISheetSink, IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly List<(FrameSheet Sheet, FileStream File)> _sheets = [];
    private FileStream? _file;
    private DeflateStream? _rows;

    public ValueTask BeginAsync(FrameSheet sheet, CancellationToken cancellationToken)
    {
        _file = TemporaryFile.Create(BufferBytes);
        _rows = new DeflateStream(_file, CompressionLevel.Fastest, leaveOpen: true);
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken) => _rows!.WriteAsync(rows, cancellationToken);

    public async ValueTask EndAsync(FrameSheet sheet, CancellationToken cancellationToken)
    {
        await _rows!.DisposeAsync();
        _sheets.Add((sheet, _file!));
        _rows = null;
        _file = null;
    }

    /// <summary>Copies all sheets.</summary>
    public async Task CopyToAsync(ISheetSink sink, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        foreach (var (sheet, file) in _sheets)
        {
            file.Position = 0;
            await sink.BeginAsync(sheet, cancellationToken);
            await using var rows = new DeflateStream(file, CompressionMode.Decompress, leaveOpen: true);
            int read;
            while ((read = await rows.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await sink.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            await sink.EndAsync(sheet, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_rows is not null)
        {
            await _rows.DisposeAsync();
        }

        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        foreach (var (_, file) in _sheets)
        {
            await file.DisposeAsync();
        }
    }
}
