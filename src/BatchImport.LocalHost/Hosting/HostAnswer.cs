using System.Net;
using System.Text.Json;
using BatchImport.Functions.Endpoints;

namespace BatchImport.LocalHost.Hosting;

/// <summary>The answer of an endpoint: its result, or a problem (RFC 9457).</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The JSON; null when there was none.</param>
internal sealed record HostAnswer(HttpStatusCode Status, JsonElement? Body)
{
    /// <summary>The bytes of the answer.</summary>
    public byte[] Content { get; init; } = [];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>True for a result; false for a problem.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The description of the problem; the status code when the answer has no description.</summary>
    public string Problem =>
        Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } text
            ? text
            : $"The host answered {(int)Status} ({Status}); the reason is in its log.";

    /// <summary>The commands that the import allows now, from a problem; null when the problem does not list them.</summary>
    public IReadOnlyList<string>? Commands =>
        Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("commands", out var commands) ? commands.Deserialize<string[]>(Json) : null;

    /// <summary>The result.</summary>
    /// <exception cref="JsonException">The answer is of another type.</exception>
    public T Read<T>() => EndpointJson.Read<T>(Body ?? throw new JsonException("The answer is empty.")) ?? throw new JsonException("The answer is null.");
}
