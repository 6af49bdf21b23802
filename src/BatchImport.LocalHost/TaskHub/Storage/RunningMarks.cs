using System.IO.MemoryMappedFiles;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>
/// The activities that are running, in a memory-mapped file: writing a mark takes nanoseconds, and marks outlive a process that is killed or
/// crashed by an activity. Activities that are marked at the next start were running at that moment.
/// </summary>
internal sealed class RunningMarks : IDisposable
{
    // instance (8 bytes), generation (4), task (4), whether the mark counts (4), unused (4)
    private const int MarkSize = 24;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="path">The file.</param>
    /// <param name="count">The largest number of activities that run at once.</param>
    public RunningMarks(string path, int count)
    {
        var size = (long)count * MarkSize;
        using FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.SetLength(size);
        _file = MemoryMappedFile.CreateFromFile(stream, mapName: null, size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, size);
        Clear();
    }

    /// <summary>The marks of an earlier process in a file; none when the file does not exist.</summary>
    public static IReadOnlyList<(long Key, int Generation, int TaskId)> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        List<(long, int, int)> marks = [];
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at + MarkSize <= bytes.Length; at += MarkSize)
        {
            if (BitConverter.ToInt32(bytes, at + 16) == 1)
            {
                marks.Add((BitConverter.ToInt64(bytes, at), BitConverter.ToInt32(bytes, at + 8), BitConverter.ToInt32(bytes, at + 12)));
            }
        }

        return marks;
    }

    public void Set(int slot, long key, int generation, int taskId)
    {
        var at = (long)slot * MarkSize;
        _view.Write(at, key);
        _view.Write(at + 8, generation);
        _view.Write(at + 12, taskId);
        _view.Write(at + 16, 1);
    }

    public void Clear(int slot) => _view.Write(((long)slot * MarkSize) + 16, 0);

    /// <summary>Removes every mark: nothing runs, or what runs was stopped on purpose.</summary>
    public void Clear()
    {
        for (var slot = 0; slot < _view.Capacity / MarkSize; slot++)
        {
            Clear(slot);
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
