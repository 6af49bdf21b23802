using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// A service's process: started by this host, or left over by one that was killed. It outlives a killed host, and ends in order
/// when told so. What it says goes to a file of its own making: a pipe would break with the host.
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

    /// <summary>Who it is.</summary>
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

        // Whose child it is by now, and whether that one ever waits for it, is not known here.
        while (!HasExited)
        {
            await Task.Delay(LookDelay, cancellationToken);
        }
    }

    /// <summary>Starts a process that ends in order at a line <c>stop</c> on its standard input.</summary>
    public static ChildProcess Start(string fileName, IEnumerable<string> arguments)
    {
        // Its output is redirected so that it cannot scribble over the progress bar; it writes to its log file, not there.
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

    /// <summary>Takes over a process that an earlier host left; null when it is gone.</summary>
    public static ChildProcess? Adopt(ProcessRecord? record) => record?.Find() is { } process ? new ChildProcess(process, isOwn: false) : null;

    /// <summary>Ends the process: asked first, killed when it does not end within the patience.</summary>
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

    /// <summary>Notes the process for the next host, and stops it when that fails: a process that no host can find again would keep its port.</summary>
    /// <param name="note">Writes it down.</param>
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
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
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
            // A process of somebody else has no other end there; both services write what they acknowledge.
            Kill();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
