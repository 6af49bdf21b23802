using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BatchImport.Faults.Host;

/// <summary>Signals to other processes.</summary>
internal static class Signals
{
    private const int SigStopLinux = 19;
    private const int SigContLinux = 18;
    private const int SigStopMac = 17;
    private const int SigContMac = 19;

    /// <summary>Ends a process immediately (SIGKILL).</summary>
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

    /// <summary>Suspends a process (SIGSTOP); not on Windows.</summary>
    public static void Pause(int processId) => _ = SendSignal(processId, OperatingSystem.IsMacOS() ? SigStopMac : SigStopLinux);

    /// <summary>Continues a suspended process (SIGCONT); not on Windows.</summary>
    public static void Resume(int processId) => _ = SendSignal(processId, OperatingSystem.IsMacOS() ? SigContMac : SigContLinux);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
