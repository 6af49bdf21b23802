namespace BatchImport.LocalHost.Services;

/// <summary>Node.js and npm, as they are installed on this machine.</summary>
/// <param name="Node">The program <c>node</c>.</param>
/// <param name="Npm">The program <c>npm</c>: on Windows a command script, which is found only with its extension.</param>
internal sealed record NodeJs(string Node = "node", string? Npm = null)
{
    /// <summary>The oldest major version that Azurite was found to run on.</summary>
    public const int MinimumMajor = 20;

    private const string HowToGoOn =
        "Install it from https://nodejs.org, or run Azurite yourself and name it in the setting AzureWebJobsStorage (UseDevelopmentStorage=true for its usual ports).";

    private string NpmProgram => Npm ?? (OperatingSystem.IsWindows() ? "npm.cmd" : "npm");

    /// <summary>Verifies that Node.js is installed and recent enough.</summary>
    /// <exception cref="LocalHostException">It is not.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var outcome = await CommandRunner.RunAsync(Node, ["--version"], folder: null, cancellationToken)
            ?? throw new LocalHostException($"Node.js {MinimumMajor} or later is needed to run Azurite, the storage emulator, and '{Node}' was not found. {HowToGoOn}");
        var version = outcome.Output.Trim();
        if (!Version.TryParse(version.TrimStart('v'), out var parsed) || parsed.Major < MinimumMajor)
        {
            throw new LocalHostException($"Node.js {MinimumMajor} or later is needed to run Azurite, the storage emulator; '{Node} --version' reports '{version}'. {HowToGoOn}");
        }
    }

    /// <summary>Installs exactly what a folder's lock file names.</summary>
    /// <exception cref="LocalHostException">npm is missing or failed.</exception>
    public async Task InstallAsync(string folder, string logFile, CancellationToken cancellationToken)
    {
        // No package of the lock needs its install script, and a script is the code of another author.
        string[] arguments = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        var outcome = await CommandRunner.RunAsync(NpmProgram, arguments, folder, cancellationToken)
            ?? throw new LocalHostException($"npm is needed to install Azurite, the storage emulator, and '{NpmProgram}' was not found; it comes with Node.js. {HowToGoOn}");
        await File.WriteAllTextAsync(logFile, outcome.Output + outcome.Error, cancellationToken);
        if (outcome.ExitCode != 0)
        {
            throw new LocalHostException(
                $"npm could not install Azurite, the storage emulator (exit code {outcome.ExitCode}): {FirstLine(outcome.Error)} The complete output is in {logFile}. " +
                "npm needs a registry: check the network and 'npm config get registry', then run the command again.");
        }
    }

    private static string FirstLine(string text)
    {
        var line = text.Split('\n').Select(candidate => candidate.Trim()).FirstOrDefault(candidate => candidate.Length > 0) ?? "there was no output.";
        line = line.Length > 200 ? line[..200] + "…" : line;
        return line.EndsWith('.') ? line : line + ".";
    }
}
