namespace BatchImport.Page.Tests.Browser;

/// <summary>Finds an installed Chromium, Chrome or Edge; without one, Playwright downloads a browser, once.</summary>
internal static class BrowserFinder
{
    /// <summary>The environment variable that names the browser's program.</summary>
    public const string Variable = "CHROMIUM_PATH";

    // Not `chromium-browser`, which on some systems only recommends to install it.
    private static readonly string[] Commands = ["google-chrome", "google-chrome-stable", "chromium", "microsoft-edge", "microsoft-edge-stable"];

    private static readonly string[] MacApplications = ["Google Chrome", "Chromium", "Microsoft Edge"];

    private static readonly string[][] WindowsPrograms =
        [["Google", "Chrome", "Application", "chrome.exe"], ["Chromium", "Application", "chrome.exe"], ["Microsoft", "Edge", "Application", "msedge.exe"]];

    /// <summary>The path of the browser's program; null for Playwright's browser.</summary>
    /// <exception cref="InvalidOperationException">No browser exists, and none could be downloaded; the message describes how to install one.</exception>
    public static string? Find()
    {
        var found = Installed(Environment.GetEnvironmentVariable(Variable), Candidates());
        if (found is null && Microsoft.Playwright.Program.Main(["install", "chromium", "--only-shell"]) != 0)
        {
            throw new InvalidOperationException(
                "The tests of the page need Chromium, Chrome or Edge. None was found, and Playwright could not download its own. Install one (Debian: apt-get install chromium; "
                + $"macOS: brew install --cask chromium), or set the environment variable {Variable} to its path.");
        }

        return found;
    }

    private static string? Installed(string? named, IEnumerable<string> candidates)
    {
        if (!string.IsNullOrWhiteSpace(named))
        {
            return File.Exists(named)
                ? named
                : throw new InvalidOperationException($"The environment variable {Variable} names \"{named}\", which does not exist. Correct it, or remove it to search for a browser.");
        }

        return candidates.FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> Candidates()
    {
        if (OperatingSystem.IsWindows())
        {
            return from root in new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.LocalApplicationData }
                   from program in WindowsPrograms
                   select Path.Combine([Environment.GetFolderPath(root), .. program]);
        }

        var onPath = from command in Commands
                     from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                     select Path.Combine(folder, command);
        return OperatingSystem.IsMacOS()
            ? onPath.Concat(
                from root in new[] { "/Applications", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Applications") }
                from name in MacApplications
                select Path.Combine(root, $"{name}.app", "Contents", "MacOS", name))
            : onPath;
    }
}
