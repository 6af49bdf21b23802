using System.Text.Json;
using Microsoft.DurableTask;

namespace BatchImport.LocalHost.TaskHub.Serialization;

/// <summary>
/// Inputs, outputs and event payloads as JSON, with the defaults of the isolated worker's serializer: names as declared,
/// read without regard to case, fields omitted.
/// </summary>
internal sealed class PayloadConverter : DataConverter
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    private PayloadConverter()
    {
    }

    public static PayloadConverter Instance { get; } = new();

    public override string? Serialize(object? value) => value switch
    {
        null => null,
        RawJson raw => raw.Text,
        _ => JsonSerializer.Serialize(value, value.GetType(), Options),
    };

    public override object? Deserialize(string? data, Type targetType) => data is null
        ? null
        : targetType == typeof(RawJson) ? new RawJson(data) : JsonSerializer.Deserialize(data, targetType, Options);
}
