using System.Reflection;

namespace BatchImport.Infra.Tests;

/// <summary>Paths that the build provides.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Infra { get; } = Path.Combine(Root, "infra");

    public static string BicepExecutable { get; } = Metadata("Bicep");

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => string.Equals(each.Key, key, StringComparison.Ordinal)).Value is { Length: > 0 } value
            ? Path.GetFullPath(value.Replace('\\', '/'))
            : throw new InvalidOperationException($"The build provides no value for {key}: BatchImport.Infra.Tests.csproj sets it.");
}
