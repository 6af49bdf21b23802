using System.Runtime.InteropServices;

namespace BatchImport.LocalHost.Services;

/// <summary>How to run this program again, whichever process hosts it now: its own, <c>dotnet run</c>'s, or a test's.</summary>
internal static class OwnProgram
{
    private const string Name = "BatchImport.LocalHost";

    /// <summary>The command that runs this program with the given arguments.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) Command(params string[] arguments) => CommandOf(Name, arguments);

    /// <summary>The command that runs a program in this program's folder.</summary>
    /// <param name="name">The name of its assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    public static (string Program, IReadOnlyList<string> Arguments) CommandOf(string name, string[] arguments)
    {
        var library = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";

        // <root>/shared/Microsoft.NETCore.App/<version>/: the same runtime as this process's, wherever it is installed.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet" + suffix));
        return File.Exists(dotnet)
            ? (dotnet, [library, .. arguments])
            : (Path.Combine(AppContext.BaseDirectory, name + suffix), arguments);
    }
}
