using System.Globalization;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>Locks a task hub for one process: a locked file beside it, and one with the id of the process.</summary>
internal sealed class TaskHubLock : IDisposable
{
    private readonly FileStream _lock;

    private TaskHubLock(FileStream file) => _lock = file;

    /// <exception cref="TaskHubException">Another process, or another task hub in this process, has locked it.</exception>
    public static TaskHubLock Take(string path)
    {
        var owner = path + ".pid";
        FileStream file;
        try
        {
            file = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException ex)
        {
            throw new TaskHubException(
                $"The task hub's file '{path}' is in use by {Holder(owner)}. Only one host may run a task hub: stop that one, or use another folder or hub name (host.json, extensions.durableTask.hubName).",
                ex);
        }

        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new TaskHubLock(file);
    }

    public void Dispose() => _lock.Dispose();

    private static string Holder(string owner)
    {
        try
        {
            return $"process {File.ReadAllText(owner).Trim()}";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
