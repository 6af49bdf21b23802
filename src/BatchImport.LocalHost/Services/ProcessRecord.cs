using System.ComponentModel;
using System.Diagnostics;

namespace BatchImport.LocalHost.Services;

/// <summary>A process, so that it is known again by somebody else: ids are used again, a process of the same id and the same start is the same.</summary>
/// <param name="Id">The process's id.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record ProcessRecord(int Id, DateTimeOffset StartedAt)
{
    // Linux gives a start as ticks since boot, and the boot's time moves when the clock is corrected.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    /// <summary>The record of a running process.</summary>
    public static ProcessRecord Of(Process process) => new(process.Id, new DateTimeOffset(process.StartTime));

    /// <summary>The process, when it still runs; null else.</summary>
    public Process? Find()
    {
        Process? process = null;
        try
        {
            process = Process.GetProcessById(Id);
            if (!process.HasExited && (process.StartTime.ToUniversalTime() - StartedAt.UtcDateTime).Duration() <= ClockSlack)
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
}
