namespace BatchImport.Spreadsheets;

/// <summary>Temporary files that are gone when they are closed, and with the process.</summary>
internal static class TemporaryFile
{
    /// <summary>A new, empty file in the system's temporary folder, for this process alone.</summary>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            // The folder is shared there, and rows are nobody else's business.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), "batchimport-" + Path.GetRandomFileName()), options);
    }
}
