using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BatchImport.LocalHost.Services;

/// <summary>Identifies a process to other processes: ids are reused, but a process with the same id and the same start time is the same.</summary>
/// <param name="Id">The process's id.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record ProcessRecord(int Id, DateTimeOffset StartedAt)
{
    // Linux reports a start as ticks since boot, and the boot time changes when the clock is corrected.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    /// <summary>The record of a running process.</summary>
    public static ProcessRecord From(Process process) => new(process.Id, new DateTimeOffset(process.StartTime));

    /// <summary>The process while it runs; otherwise null.</summary>
    public Process? Find()
    {
        Process? process = null;
        try
        {
            process = Process.GetProcessById(Id);
            if (!process.HasExited && !IsZombie(Id) && (process.StartTime.ToUniversalTime() - StartedAt.UtcDateTime).Duration() <= ClockSlack)
            {
                return process;
            }
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // The process does not exist, has ended meanwhile, or belongs to another user: it is not the recorded one.
        }

        process?.Dispose();
        return null;
    }

    /// <summary>
    /// True for a process that has ended and was not waited for: only its id exists. A service whose host was killed remains in this state
    /// until the system's first process waits for it, which in many containers never happens.
    /// </summary>
    internal static bool IsZombie(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // proc(5): the state follows the name, which is in parentheses and may contain any character.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The process does not exist any more; the caller finds that by its id.
            return false;
        }
    }
}
