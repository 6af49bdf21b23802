using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// A service's process: started by this host, or left by one that was killed. It outlives a killed host, and ends gracefully
/// on request. It writes its output to a log file that it opens: a pipe would break with the host.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly bool _isOwn;

    private ChildProcess(Process process, bool isOwn)
    {
        _process = process;
        _isOwn = isOwn;
        Record = ProcessRecord.From(process);
    }

    /// <summary>The id and start time of the process.</summary>
    public ProcessRecord Record { get; }

    /// <summary>True once it ended.</summary>
    public bool HasExited => _process.HasExited || (!_isOwn && ProcessRecord.IsZombie(Record.Id));

    /// <summary>Waits for its end.</summary>
    public async Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        if (_isOwn)
        {
            await _process.WaitForExitAsync(cancellationToken);
            return;
        }

        // The process may have another parent by now, and it is unknown whether that parent ever waits for it.
        while (!HasExited)
        {
            await Task.Delay(LookDelay, cancellationToken);
        }
    }

    /// <summary>Starts a process that ends gracefully after a line <c>stop</c> on its standard input.</summary>
    public static ChildProcess Start(string fileName, IEnumerable<string> arguments)
    {
        // Redirected so that its output cannot disturb the progress bar; it writes to its log file instead.
        var info = new ProcessStartInfo(fileName, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(info) ?? throw new LocalHostException($"'{fileName}' could not be started.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process, isOwn: true);
    }

    /// <summary>Takes over a process that an earlier host left; null when it has ended.</summary>
    public static ChildProcess? Adopt(ProcessRecord? record) => record?.Find() is { } process ? new ChildProcess(process, isOwn: false) : null;

    /// <summary>Ends the process: requests its end first, and kills it when it does not end within the patience.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        Ask();
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Records the process for the next host, and stops it when that fails: a process that no host can find again would keep its port.</summary>
    /// <param name="note">Records it.</param>
    /// <param name="patience">How long its end may take.</param>
    public async Task NoteAsync(Action note, TimeSpan patience)
    {
        try
        {
            note();
        }
        catch
        {
            await StopAsync(patience);
            Dispose();
            throw;
        }
    }

    /// <summary>Ends the process at once, as a crash would.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception ex) when (ex is InvalidOperationException or Win32Exception)
        {
            // It ended meanwhile.
        }
    }

    public void Dispose() => _process.Dispose();

    private void Ask()
    {
        if (_isOwn)
        {
            try
            {
                _process.StandardInput.WriteLine("stop");
                _process.StandardInput.Flush();
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }
        else if (!OperatingSystem.IsWindows())
        {
            _ = SendSignal(Record.Id, SigTerm);
        }
        else
        {
            // Windows has no other way to end a process that another host started; both services have written what they acknowledged.
            Kill();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
