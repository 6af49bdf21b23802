namespace BatchImport.Common;

/// <summary>Temporary files for rows: only this process can read them, and they are deleted with their handle, also when the process is killed.</summary>
internal static class TemporaryFile
{
    /// <summary>A new, empty file in the system's temporary folder, for this process alone.</summary>
    /// <param name="bufferSize">Bytes to buffer; 0 for a caller that reads and writes in large blocks.</param>
    public static FileStream Create(int bufferSize = 0)
    {
        var path = Path.Combine(Path.GetTempPath(), "batchimport-" + Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = bufferSize,
        };
        if (OperatingSystem.IsWindows())
        {
            // The system deletes the file with its last handle.
            options.Options = FileOptions.DeleteOnClose;
            return new FileStream(path, options);
        }

        // The folder is shared; other users must not read rows.
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);

        // A file without a name exists until its handle is closed.
        File.Delete(path);
        return file;
    }
}
