using System.Diagnostics;
using System.Globalization;

namespace BatchImport.Testing;

/// <summary>Ends a process when this one ends without having released it, even when this one is killed, as a test run that takes too long.</summary>
internal sealed class ProcessLeash : IAsyncDisposable
{
    // Any input releases the process; the end of the input without any ends it.
    private const string Script = "let free = false; process.stdin.on('data', () => { free = true; }).on('end', () => { if (!free) try { process.kill(+process.argv[1], 'SIGKILL'); } catch { } });";

    private readonly Process _keeper;

    private ProcessLeash(Process keeper) => _keeper = keeper;

    /// <summary>Ties a process to this one. Requires Node.js, which the tied processes need as well.</summary>
    public static ProcessLeash Tie(int processId)
    {
        var info = new ProcessStartInfo("node", ["-e", Script, processId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, UseShellExecute = false };
        return new ProcessLeash(Process.Start(info) ?? throw new InvalidOperationException("Node.js could not be started."));
    }

    /// <summary>Releases the process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _keeper.StandardInput.WriteAsync('.');
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }
}
