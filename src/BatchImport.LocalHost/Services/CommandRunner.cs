using System.ComponentModel;
using System.Diagnostics;

namespace BatchImport.LocalHost.Services;

/// <summary>Runs a program to its end.</summary>
internal static class CommandRunner
{
    /// <summary>The result of a program.</summary>
    /// <param name="ExitCode">Its exit code.</param>
    /// <param name="Output">What it wrote to standard output.</param>
    /// <param name="Error">What it wrote to standard error.</param>
    internal sealed record Outcome(int ExitCode, string Output, string Error);

    /// <summary>Runs a program. Null when the program does not exist; the program is ended when the wait is cancelled.</summary>
    public static async Task<Outcome?> RunAsync(string fileName, IEnumerable<string> arguments, string? folder, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = folder ?? "",
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        Process? process;
        try
        {
            process = Process.Start(info);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            process!.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
                return new Outcome(process.ExitCode, await output, await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await Task.WhenAll(process.WaitForExitAsync(CancellationToken.None), Ignore(output), Ignore(error));
                throw;
            }
        }
    }

    private static Task Ignore(Task task) => task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
