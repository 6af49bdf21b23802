using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.WebJobs.Hosting;

namespace BatchImport.FunctionApp.Host.Jobs;

/// <summary>The host extensions of a built function app, loaded from its <c>.azurefunctions</c> folder.</summary>
internal static class AppExtensions
{
    private const string Folder = ".azurefunctions";

    // Part of the Functions host; here the worker lists the functions itself.
    private const string MetadataLoader = "Startup";

    /// <summary>Resolves assemblies of extensions that this program does not have.</summary>
    public static void ResolveFrom(string appFolder) => AppDomain.CurrentDomain.AssemblyResolve += (_, missing) =>
    {
        var file = Path.Combine(appFolder, Folder, new AssemblyName(missing.Name).Name + ".dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    };

    /// <summary>The startup classes that the app's <c>extensions.json</c> names.</summary>
    /// <exception cref="InvalidOperationException">An extension lacks the class it names.</exception>
    public static IReadOnlyList<IWebJobsStartup> Load(string appFolder)
    {
        var file = JsonElement.Parse(File.ReadAllText(Path.Combine(appFolder, "extensions.json")));
        return [.. file.GetProperty("extensions").EnumerateArray()
            .Where(static extension => extension.GetProperty("name").GetString() != MetadataLoader)
            .Select(extension => Create(appFolder, extension))];
    }

    private static IWebJobsStartup Create(string appFolder, JsonElement extension)
    {
        var name = extension.GetProperty("typeName").GetString()!.Split(',')[0];
        var assembly = Assembly.LoadFrom(Path.Combine(appFolder, extension.GetProperty("hintPath").GetString()!));
        return assembly.GetType(name) is { } type && Activator.CreateInstance(type, nonPublic: true) is IWebJobsStartup startup
            ? startup
            : throw new InvalidOperationException($"The extension {assembly.GetName().Name} has no startup class {name}.");
    }
}
