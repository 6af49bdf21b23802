using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BatchImport.Faults.Host;

/// <summary>What can be done to another process.</summary>
internal static class Signals
{
    private const int SigStopLinux = 19;
    private const int SigContLinux = 18;
    private const int SigStopMac = 17;
    private const int SigContMac = 19;

    /// <summary>Ends a process at once (SIGKILL).</summary>
    public static async Task KillAsync(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
            await process.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }

    /// <summary>Halts a process (SIGSTOP); not on Windows.</summary>
    public static void Pause(int processId) => _ = SendSignal(processId, OperatingSystem.IsMacOS() ? SigStopMac : SigStopLinux);

    /// <summary>Lets a halted process go on (SIGCONT); not on Windows.</summary>
    public static void Resume(int processId) => _ = SendSignal(processId, OperatingSystem.IsMacOS() ? SigContMac : SigContLinux);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
