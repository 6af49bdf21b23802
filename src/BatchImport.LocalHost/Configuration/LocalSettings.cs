using System.Text.Json;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Configuration;

/// <summary>Reads <c>local.settings.json</c>, the file in which Core Tools keeps the settings of a function app on a developer's machine.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The file's <c>Values</c>, with <c>__</c> in their names replaced by <c>:</c>; empty when the file does not exist.</summary>
    /// <exception cref="LocalHostException">The file is not valid JSON or is encrypted, or a value is not text, a number or a Boolean.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
        {
            return settings;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Json);
            if (document.RootElement.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
            {
                throw new LocalHostException($"{path} is encrypted, which only Core Tools can decrypt: run 'func settings decrypt' in its folder.");
            }

            if (document.RootElement.TryGetProperty("Values", out var values))
            {
                foreach (var value in values.EnumerateObject())
                {
                    settings[value.Name.Replace("__", ":", StringComparison.Ordinal)] = Text(value, path);
                }
            }
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            throw new LocalHostException($"{path} is not what Core Tools writes, an object with an object Values: {ex.Message}", ex);
        }

        return settings;
    }

    private static string? Text(JsonProperty property, string path) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString(),
        JsonValueKind.Null => null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => property.Value.GetRawText(),
        _ => throw new LocalHostException($"{path}, Values.{property.Name}: a setting is text. Write nested settings as Section__Key."),
    };
}
