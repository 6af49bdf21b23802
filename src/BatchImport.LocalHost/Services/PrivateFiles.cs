namespace BatchImport.LocalHost.Services;

/// <summary>
/// Folders and files that only the user who runs the host may read: they contain row values, addresses and passwords. On Windows the
/// permissions of the user's profile apply.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Creates a folder, or removes the permissions of other users from an existing one.</summary>
    /// <exception cref="LocalHostException">It cannot be created, or all users share it, as /tmp.</exception>
    public static void CreateFolder(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
                return;
            }

            if (!Directory.Exists(path))
            {
                Directory.CreateDirectory(path, OwnerOnly);
                return;
            }

            Restrict(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw LocalHostException.NotWritable(path, ex);
        }
    }

    /// <summary>Creates a file that does not exist yet, for its owner only.</summary>
    /// <exception cref="IOException">It exists already, or cannot be created.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Restrict(string path)
    {
        var mode = File.GetUnixFileMode(path);
        if (mode.HasFlag(UnixFileMode.StickyBit))
        {
            throw new LocalHostException(
                $"The folder {path} is shared by all users of this machine. Row values and addresses must not be kept there: choose another folder with --state <folder>.");
        }

        if ((mode & Others) == UnixFileMode.None)
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(path, mode & ~Others);
        }
        catch (UnauthorizedAccessException)
        {
            // A volume with another owner, such as one that a container orchestrator mounts: that owner decides on its permissions.
        }
    }
}
