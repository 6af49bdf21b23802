namespace BatchImport.LocalHost.Services;

/// <summary>A file that one process at a time holds open. The operating system releases it when the process ends, however that happens.</summary>
internal static class ExclusiveFile
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    // EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    /// <summary>Opens the file; null when another process has it open.</summary>
    /// <exception cref="LocalHostException">It cannot be created or written.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException ex) when (ex.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
        {
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw LocalHostException.NotWritable(path, ex);
        }
    }

    /// <summary>Opens the file, waiting until no other process has it open.</summary>
    public static async Task<FileStream> TakeAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(path) is { } file)
            {
                return file;
            }

            await Task.Delay(RetryDelay, cancellationToken);
        }
    }
}
