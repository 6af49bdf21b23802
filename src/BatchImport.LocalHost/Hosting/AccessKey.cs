using System.Security.Cryptography;
using System.Text;
using BatchImport.LocalHost.Services;
using Microsoft.AspNetCore.Http;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// The key that requests from other machines need, as function keys do in Azure: in the header <c>x-functions-key</c> or the query parameter <c>code</c>.
/// https://learn.microsoft.com/azure/azure-functions/function-keys-how-to
/// </summary>
internal sealed class AccessKey
{
    /// <summary>The setting that contains the key; without it the host generates one.</summary>
    public const string Setting = "LocalHost:Key";

    private const string Header = "x-functions-key";
    private const string Query = "code";
    private const int ShortestKey = 16;
    private const int GeneratedCharacters = 40;

    private readonly byte[] _hash;

    private AccessKey(string value, string source)
    {
        Value = value;
        Source = source;
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>The key; a secret.</summary>
    public string Value { get; }

    /// <summary>Where the key is: the file, or the setting.</summary>
    public string Source { get; }

    /// <summary>The key of the settings; without one the state folder's, which is generated when it does not exist.</summary>
    /// <param name="setting">The value of <see cref="Setting"/>; null or empty for none.</param>
    /// <param name="state">The state folder, which keeps a generated key.</param>
    /// <exception cref="LocalHostException">The key of the settings is too short, or the file cannot be read or written.</exception>
    public static AccessKey From(string? setting, StateFolder state) => setting switch
    {
        null or "" => new AccessKey(SecretFile.Ensure(state.AccessKey, GeneratedCharacters), $"the file {state.AccessKey}"),
        { Length: < ShortestKey } => throw new LocalHostException($"The setting {Setting} has fewer than {ShortestKey} characters, which can be guessed. Use a longer key, or remove the setting to have one generated."),
        _ => new AccessKey(setting, $"the setting {Setting}"),
    };

    /// <summary>True when a request has the key.</summary>
    public bool IsIn(HttpRequest request)
    {
        var given = request.Headers[Header].ToString() is { Length: > 0 } header ? header : request.Query[Query].ToString();

        // Hashes have equal lengths, so that the time of the comparison does not depend on the key.
        return CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(given)));
    }
}
