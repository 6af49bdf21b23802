using System.Security.Cryptography;
using System.Text.Json;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// The versions of files that were installed, kept in the state folder: a file that has not changed since does not replace what was changed or deleted
/// by other means.
/// </summary>
internal sealed class InstalledFiles
{
    private readonly string _path;
    private readonly Dictionary<string, string> _hashes;

    private InstalledFiles(string path, Dictionary<string, string> hashes)
    {
        _path = path;
        _hashes = hashes;
    }

    /// <summary>Reads what is recorded; nothing when the record is missing or damaged.</summary>
    public static InstalledFiles Open(string path)
    {
        try
        {
            return new(path, File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [] : []);
        }
        catch (JsonException)
        {
            return new(path, []);
        }
    }

    /// <summary>True when this version of a file was installed.</summary>
    public bool Contains(string file, ReadOnlySpan<byte> content) => _hashes.TryGetValue(file, out var hash) && hash == HashOf(content);

    /// <summary>Records a version of a file.</summary>
    public void Add(string file, ReadOnlySpan<byte> content)
    {
        _hashes[file] = HashOf(content);
        var draft = _path + ".tmp";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(_hashes));
        File.Move(draft, _path, overwrite: true);
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
