using System.Security.Cryptography;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// Azurite, installed from npm into a folder: exactly what the lock file of this program names, and only once. A marker
/// with the lock's hash is written last, so that an interrupted installation, or one of another lock, is repeated.
/// </summary>
/// <param name="folder">The folder; several hosts may share it.</param>
/// <param name="logFile">Where npm's output goes.</param>
/// <param name="node">Node.js and npm.</param>
internal sealed class AzuriteInstallation(string folder, string logFile, NodeJs node)
{
    private static readonly string[] Manifest = ["package.json", "package-lock.json", ".npmrc"];

    /// <summary>The folder of this program's output that contains the manifest and the launcher.</summary>
    public static string Source { get; } = Path.Combine(AppContext.BaseDirectory, "Azurite");

    /// <summary>Azurite's main program.</summary>
    public string Script => Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    private string Marker => Path.Combine(folder, "installed");

    /// <summary>Installs what is not installed yet.</summary>
    /// <param name="onInstalling">Called before an installation, which takes long.</param>
    /// <param name="cancellationToken">Ends the wait and the installation.</param>
    /// <exception cref="LocalHostException">Node.js is missing or too old, or npm failed.</exception>
    public async Task EnsureAsync(Action<string> onInstalling, CancellationToken cancellationToken)
    {
        var wanted = await LockHashAsync(cancellationToken);
        if (IsInstalled(wanted))
        {
            return;
        }

        await node.CheckAsync(cancellationToken);
        onInstalling("Installing Azurite, the storage emulator, from npm (once)");
        await using var turn = await ExclusiveFile.TakeAsync(Path.Combine(folder, "install.lock"), cancellationToken);
        if (IsInstalled(wanted))
        {
            return;
        }

        File.Delete(Marker);
        foreach (var name in Manifest)
        {
            File.Copy(Path.Combine(Source, name), Path.Combine(folder, name), overwrite: true);
        }

        await node.InstallAsync(folder, logFile, cancellationToken);
        if (!File.Exists(Script))
        {
            throw new LocalHostException($"npm reported success, but Azurite's program '{Script}' is not there. Delete {folder} and run the command again.");
        }

        await File.WriteAllTextAsync(Marker, wanted, cancellationToken);
    }

    private static async Task<string> LockHashAsync(CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"), cancellationToken)));

    private bool IsInstalled(string wanted)
    {
        try
        {
            return string.Equals(File.ReadAllText(Marker), wanted, StringComparison.Ordinal) && File.Exists(Script);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
