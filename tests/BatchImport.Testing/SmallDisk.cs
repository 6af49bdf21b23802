using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BatchImport.Testing;

/// <summary>A file system of some megabytes that can be filled and emptied: memory of the system (tmpfs), which only root on Linux can mount.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int Block = 4_096;

    private SmallDisk(string path) => Path = path;

    /// <summary>The folder that it is mounted on.</summary>
    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Mounts a file system; null where that is not possible.</summary>
    /// <param name="megabytes">Its size.</param>
    public static SmallDisk? TryMount(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || EffectiveUser() != 0)
        {
            return null;
        }

        var path = Directory.CreateTempSubdirectory("batchimport-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    /// <summary>Fills the remaining space.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[Block];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // No space left on device.
        }
    }

    /// <summary>Releases the space.</summary>
    public void Empty() => File.Delete(Filler);

    /// <summary>Unmounts it; its content is deleted.</summary>
    public void Dispose()
    {
        if (Run("umount", "--lazy", Path))
        {
            Directory.Delete(Path);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false });
        process!.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
