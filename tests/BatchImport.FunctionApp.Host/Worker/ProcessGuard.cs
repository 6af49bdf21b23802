using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BatchImport.FunctionApp.Host.Worker;

/// <summary>
/// A process between the host and its worker that ends the worker when its standard input closes, which also happens when
/// the host is killed. Without it, a worker outlives its host.
/// </summary>
internal static class ProcessGuard
{
    /// <summary>The argument that starts this program as the guard.</summary>
    public const string Command = "guard";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>Starts a .NET program under a guard.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The program's assembly and its arguments.</param>
    /// <param name="environment">Environment variables besides those of this process.</param>
    /// <returns>The guard, which ends when the program has ended.</returns>
    public static Process Start(string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(DotNet(), [typeof(ProcessGuard).Assembly.Location, Command, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info) ?? throw new InvalidOperationException("The worker's guard could not be started.");
    }

    /// <summary>Runs the program until it ends or standard input closes.</summary>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        // Ctrl+C reaches every process of the terminal: the host decides when the worker ends.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        var info = new ProcessStartInfo(DotNet(), arguments) { UseShellExecute = false, RedirectStandardInput = true };
        using var program = Process.Start(info) ?? throw new InvalidOperationException("The worker could not be started.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Worker: {program.Id}"));
        var exit = program.WaitForExitAsync();
        if (await Task.WhenAny(exit, WaitForEndOfInputAsync()) != exit)
        {
            await Task.WhenAny(exit, Task.Delay(StopPatience));
            program.Kill();
            await exit;
        }

        return program.ExitCode;
    }

    /// <summary>Completes when standard input closes.</summary>
    public static async Task WaitForEndOfInputAsync()
    {
        // Not Console.In, which other uses of the console lock.
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
    }

    // <root>/shared/Microsoft.NETCore.App/<version>/: the same runtime as this process's.
    private static string DotNet() => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
