using System.Net;
using System.Text.Json;
using BatchImport.Functions.Endpoints;

namespace BatchImport.LocalHost.Hosting;

/// <summary>What an endpoint answered: what was asked for, or a problem (RFC 9457).</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The JSON; null when there was none.</param>
internal sealed record HostAnswer(HttpStatusCode Status, JsonElement? Body)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>True for what was asked for.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>What is wrong, for people; the status code when the answer does not say.</summary>
    public string Problem =>
        Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } text
            ? text
            : $"The host answered {(int)Status} ({Status}); its log says why.";

    /// <summary>What may be asked of the import now, from a problem; null when it does not say.</summary>
    public IReadOnlyList<string>? Commands =>
        Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("commands", out var commands) ? commands.Deserialize<string[]>(Json) : null;

    /// <summary>What was asked for.</summary>
    /// <exception cref="JsonException">The answer is something else.</exception>
    public T Read<T>() => EndpointJson.Read<T>(Body ?? throw new JsonException("The answer is empty.")) ?? throw new JsonException("The answer is null.");
}
