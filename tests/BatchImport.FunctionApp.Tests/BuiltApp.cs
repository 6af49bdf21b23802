using System.Text.Json;
using BatchImport.Testing;

namespace BatchImport.FunctionApp.Tests;

/// <summary>The function app and the test host, as built.</summary>
internal static class BuiltApp
{
    /// <summary>The folder of the built function app, which is published.</summary>
    public static string Folder { get; } = OutputOf("src", "BatchImport.FunctionApp");

    /// <summary>The function app's assembly.</summary>
    public static string Assembly { get; } = Path.Combine(Folder, "BatchImport.FunctionApp.dll");

    /// <summary>The test host's assembly.</summary>
    public static string Host { get; } = Path.Combine(OutputOf("tests", "BatchImport.FunctionApp.Host"), "BatchImport.FunctionApp.Host.dll");

    /// <summary>The functions that the build found, which is what the Functions host shows.</summary>
    public static IReadOnlyList<string> Functions() => [.. JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, "functions.metadata")))
        .EnumerateArray().Select(static function => function.GetProperty("name").GetString()!)];

    // bin/<configuration>/<framework>, the same for all projects.
    private static string OutputOf(string folder, string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Repository.PathOf(folder, project, "bin", own.Parent!.Name, own.Name);
    }
}
