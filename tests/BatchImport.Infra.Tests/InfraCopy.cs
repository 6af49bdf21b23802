namespace BatchImport.Infra.Tests;

/// <summary>A copy of the templates in a separate folder, which tests can extend or break.</summary>
internal sealed class InfraCopy : IDisposable
{
    public InfraCopy()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Infra, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Repository.Infra, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("batchimport-infra-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
