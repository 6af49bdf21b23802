using System.Globalization;
using System.Text;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// The folders of the Redis-compatible server's data, one per compaction: a new one is filled while the old one is still current, and a file that
/// names the current one is replaced atomically. A process that is killed at any moment leaves one complete, current folder.
/// </summary>
/// <param name="folder">The folder that holds them.</param>
internal sealed class RedisGenerations(string folder)
{
    private const string Prefix = "generation-";

    // The location of the data before generations were introduced.
    private static readonly string[] Ungenerated = ["AOF", "Store"];

    private string CurrentFile => Path.Combine(folder, "current");

    /// <summary>The current folder.</summary>
    public string Current => ReadCurrent() is { } current ? Path.Combine(folder, current.Name) : folder;

    /// <summary>When the current folder was created; null for one from before generations were introduced.</summary>
    public DateTimeOffset? BegunAt => ReadCurrent() is null ? null : new DateTimeOffset(File.GetLastWriteTimeUtc(CurrentFile), TimeSpan.Zero);

    /// <summary>Its size when it was created, in bytes.</summary>
    public long BegunWith => ReadCurrent()?.Size ?? 0;

    /// <summary>The size of the current folder, in bytes.</summary>
    public long Size => Directory.Exists(Current) ? SizeOf(Current) : 0;

    /// <summary>Deletes the remains of an interrupted compaction, and creates the first generation of an empty folder.</summary>
    public void Prepare()
    {
        PrivateFiles.CreateFolder(folder);
        if (ReadCurrent() is not null)
        {
            DeleteAllBut(Current);
        }
        else if (!Ungenerated.Any(name => Directory.Exists(Path.Combine(folder, name))))
        {
            Commit(Next());
        }
    }

    /// <summary>Creates an empty folder for the next generation.</summary>
    public string Next()
    {
        var number = ReadCurrent() is { } current ? int.Parse(current.Name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var next = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number + 1}"));
        Discard(next);
        Directory.CreateDirectory(next);
        return next;
    }

    /// <summary>Makes a generation the current one and deletes its predecessor.</summary>
    public void Commit(string next)
    {
        // All of it must be on the disk before its predecessor is deleted.
        foreach (var path in Directory.EnumerateFiles(next, "*", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
        }

        var draft = CurrentFile + ".tmp";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(next)} {SizeOf(next)}")));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, CurrentFile, overwrite: true);
        DeleteAllBut(next);
    }

    /// <summary>Deletes a generation that is not current.</summary>
    public static void Discard(string generation)
    {
        if (Directory.Exists(generation))
        {
            Directory.Delete(generation, recursive: true);
        }
    }

    private static long SizeOf(string path) => new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(Length);

    // The server may delete files at the same time.
    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private void DeleteAllBut(string kept)
    {
        foreach (var other in Directory.GetDirectories(folder, Prefix + "*").Where(other => other != kept))
        {
            Discard(other);
        }

        foreach (var name in Ungenerated)
        {
            Discard(Path.Combine(folder, name));
        }
    }

    private (string Name, long Size)? ReadCurrent() =>
        File.Exists(CurrentFile) && File.ReadAllText(CurrentFile).Split(' ') is [var name, var size] && name.StartsWith(Prefix, StringComparison.Ordinal)
            ? (name, long.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
}
