using System.IO.Compression;

namespace BatchImport.Workbooks;

/// <summary>
/// Rows kept aside while another sheet is being written, since a ZIP takes one part at a time. They go, compressed, to a temporary file
/// that only this user may read and that goes with its handle, however the process ends.
/// </summary>
internal sealed class RowSpool : ISheetSink, IAsyncDisposable
{
    private readonly List<(FrameSheet Sheet, FileStream File)> _sheets = [];
    private FileStream? _file;
    private DeflateStream? _rows;

    public ValueTask BeginAsync(FrameSheet sheet, CancellationToken cancellationToken)
    {
        _file = OpenTemporaryFile();
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

    /// <summary>Hands all sheets on.</summary>
    public async Task CopyToAsync(ISheetSink sink, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
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

    private static FileStream OpenTemporaryFile()
    {
        var path = Path.Combine(Path.GetTempPath(), "batchimport-" + Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 64 * 1024,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        options.Options = FileOptions.Asynchronous;
        var file = new FileStream(path, options);

        // On Windows the system deletes the file with its last handle; elsewhere a file without a name lives as long as its handle.
        File.Delete(path);
        return file;
    }
}
