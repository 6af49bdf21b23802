using System.Security.Cryptography;
using System.Text;

namespace BatchImport.Common;

/// <summary>
/// An import's id: the same for the same version of the same blob, regardless of how often and by which trigger it is delivered. It is a
/// hash, so that a URL, a log or a history can contain it without naming a file or, by its folder, a person.
/// </summary>
public static class ImportId
{
    /// <summary>The id of one version of one blob: 32 characters of 0-9 and a-f, the first 128 bits of a SHA-256.</summary>
    /// <param name="container">The container's name.</param>
    /// <param name="blobName">The blob's name in it, folders included.</param>
    /// <param name="eTag">The version, with or without the quotes HTTP puts around it.</param>
    public static string For(string container, string blobName, string eTag)
    {
        ArgumentException.ThrowIfNullOrEmpty(container);
        ArgumentException.ThrowIfNullOrEmpty(blobName);
        ArgumentException.ThrowIfNullOrEmpty(eTag);

        // None of the three can contain a line feed (container and blob naming rules, RFC 9110 entity tags), so no two triples share a text.
        var text = $"{container}\n{blobName}\n{eTag.Trim('"')}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }

    /// <summary>True when a text has the form of an id.</summary>
    public static bool IsValid(string? text) => text is { Length: 32 } && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}
