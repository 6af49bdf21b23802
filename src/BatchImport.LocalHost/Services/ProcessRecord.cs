using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BatchImport.LocalHost.Services;

/// <summary>A process, so that it is known again by somebody else: ids are used again, a process of the same id and the same start is the same.</summary>
/// <param name="Id">The process's id.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record ProcessRecord(int Id, DateTimeOffset StartedAt)
{
    // Linux gives a start as ticks since boot, and the boot's time moves when the clock is corrected.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    /// <summary>The record of a running process.</summary>
    public static ProcessRecord From(Process process) => new(process.Id, new DateTimeOffset(process.StartTime));

    /// <summary>The process, when it still runs; null else.</summary>
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
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // No such process, one that ended meanwhile, or one of somebody else: not the one we mean.
        }

        process?.Dispose();
        return null;
    }

    /// <summary>
    /// True for a process that ended and was not waited for yet: its id exists, and nothing else of it. A service whose host was killed stays one
    /// for as long as the system's first process leaves it, in many containers for good.
    /// </summary>
    internal static bool IsZombie(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // proc(5): the state follows the name, which is in parentheses and may hold any character.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone altogether, which its process says better.
            return false;
        }
    }
}
