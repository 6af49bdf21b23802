using System.Diagnostics;

namespace BatchImport.Infra.Tests;

/// <summary>The Bicep command line without network access: modules and types come from the repository and the executable itself.</summary>
internal static class BicepCli
{
    private static readonly Lazy<string> Executable = new(() =>
    {
        // A NuGet package does not preserve the permission to execute; the owner of the folder can grant it.
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(Repository.BicepExecutable);
            if (!mode.HasFlag(UnixFileMode.UserExecute))
            {
                File.SetUnixFileMode(Repository.BicepExecutable, mode | UnixFileMode.UserExecute);
            }
        }

        return Repository.BicepExecutable;
    });

    /// <returns>The exit code, and the output on both streams.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string workingFolder, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable.Value)
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // No server listens there: a build that needs the network fails on every machine.
        start.Environment["HTTPS_PROXY"] = start.Environment["HTTP_PROXY"] = "http://127.0.0.1:9";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
