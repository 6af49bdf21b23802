using System.Runtime.CompilerServices;

namespace BatchImport.Testing;

/// <summary>Files of the repository that tests compare with code.</summary>
public static class Repository
{
    /// <summary>A path in the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> segments) => Path.Combine([Root(), .. segments]);

    /// <summary>The repository's root folder.</summary>
    public static string Root([CallerFilePath] string thisFile = "")
    {
        for (var folder = Path.GetDirectoryName(thisFile); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "BatchImport.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {thisFile} holds BatchImport.sln.");
    }
}
