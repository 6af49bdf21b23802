using System.Text;
using System.Text.Json;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>
/// Inputs, outputs and event payloads as UTF-8 JSON, written and read as the isolated worker's serializer does by default: names as
/// declared, read without regard to case, fields left out.
/// </summary>
internal static class Payload
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static byte[]? Serialize(object? value) => value switch
    {
        null => null,
        RawPayload raw => raw.Json,
        _ => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Options),
    };

    public static T? Deserialize<T>(byte[]? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Options);

    public static T? Deserialize<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Options);

    public static object? Deserialize(byte[]? json, Type type) => json is null ? null : JsonSerializer.Deserialize(json, type, Options);

    public static string? ToText(byte[]? json) => json is null ? null : Encoding.UTF8.GetString(json);
}

/// <summary>JSON that came from outside and is passed on as it is.</summary>
internal sealed record RawPayload(byte[] Json);
