namespace BatchImport.LocalHost.Services;

/// <summary>A file that one process at a time holds open. The operating system lets go of it with the process, however that ends.</summary>
internal static class ExclusiveFile
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the file; null when another process has it.</summary>
    public static FileStream? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Takes the file, after whoever has it.</summary>
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
