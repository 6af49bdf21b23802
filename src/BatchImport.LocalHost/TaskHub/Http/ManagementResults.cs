using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BatchImport.LocalHost.TaskHub.Serialization;
using Microsoft.AspNetCore.Http;

namespace BatchImport.LocalHost.TaskHub.Http;

/// <summary>The bodies of requests to the management endpoints, and of their responses.</summary>
internal static class ManagementResults
{
    private static readonly JsonSerializerOptions AsDeclared = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static IResult Json<T>(T value, int statusCode) => TypedResults.Json(value, AsDeclared, contentType: null, statusCode);

    /// <summary>A response that is already JSON.</summary>
    public static IResult Json(byte[] body, int statusCode) => new JsonBytes(body, statusCode);

    public static IResult Error(int statusCode, string message) => Json(new { Message = message }, statusCode);

    public static IResult NotSupported(string what) => Error(
        StatusCodes.Status501NotImplemented, $"The LocalHost's task hub does not support {what}; use Durable Functions in Azure for it.");

    /// <summary>Reads the body; an empty one, or null, is no payload.</summary>
    public static async Task<(bool IsJson, RawJson? Payload)> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, cancellationToken);
        if (body.Length == 0)
        {
            return (true, null);
        }

        var json = body.ToArray();
        try
        {
            using var document = JsonDocument.Parse(json);
            return (true, document.RootElement.ValueKind == JsonValueKind.Null ? null : new RawJson(Encoding.UTF8.GetString(json)));
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }

    private sealed class JsonBytes(byte[] body, int statusCode) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = statusCode;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = body.Length;
            return httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}
