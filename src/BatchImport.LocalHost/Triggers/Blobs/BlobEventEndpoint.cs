using System.Text.Json;
using Azure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>
/// The webhook that receives Event Grid's events about blobs: <c>POST /runtime/webhooks/blobs?functionName=Host.Functions.Name</c>, in Event
/// Grid's event schema (an array) or as CloudEvents 1.0 (one event, or an array). For the handshakes see
/// https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema and
/// https://learn.microsoft.com/azure/event-grid/end-point-validation-cloud-events-schema
/// </summary>
/// <param name="functions">The functions that can receive events.</param>
/// <param name="stopping">Cancelled when the host stops.</param>
internal sealed class BlobEventEndpoint(IReadOnlyList<BlobFunction> functions, CancellationToken stopping)
{
    private const string FunctionPrefix = "Host.Functions.";
    private const string SubjectPrefix = "/blobServices/default/containers/";
    private const string Path = "/runtime/webhooks/blobs";
    private const string RequestOrigin = "WebHook-Request-Origin";
    private const string AllowedOrigin = "WebHook-Allowed-Origin";

    /// <summary>Maps the webhook.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, (Func<HttpRequest, Task<IResult>>)HandleAsync);
        routes.MapMethods(Path, [HttpMethods.Options], (Func<HttpRequest, IResult>)Allow);
    }

    // The handshake of CloudEvents' abuse protection: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md
    private static IResult Allow(HttpRequest request)
    {
        request.HttpContext.Response.Headers[AllowedOrigin] = request.Headers[RequestOrigin];
        return TypedResults.Ok();
    }

    private async Task<IResult> HandleAsync(HttpRequest request)
    {
        var name = request.Query["functionName"].ToString();
        name = name.StartsWith(FunctionPrefix, StringComparison.OrdinalIgnoreCase) ? name[FunctionPrefix.Length..] : name;
        if (functions.FirstOrDefault(function => function.IsToldByEvents && string.Equals(function.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } function)
        {
            return Problem(StatusCodes.Status404NotFound, $"No enabled function '{name}' has a blob trigger with Source = EventGrid; the query parameter functionName must be {FunctionPrefix}<name>.");
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted, stopping);
            return body.RootElement.ValueKind switch
            {
                JsonValueKind.Array => await HandleAsync(function, [.. body.RootElement.EnumerateArray()], ends.Token),
                JsonValueKind.Object when Text(body.RootElement, "specversion") is not null => await HandleAsync(function, [body.RootElement], ends.Token),
                _ => Problem(StatusCodes.Status400BadRequest, "The body must be an array of events in Event Grid's schema, one event as CloudEvents 1.0 writes it, or an array of these."),
            };
        }
        catch (JsonException ex)
        {
            return Problem(StatusCodes.Status400BadRequest, $"The body is not valid JSON: {ex.Message}");
        }
    }

    private static async Task<IResult> HandleAsync(BlobFunction function, IReadOnlyList<JsonElement> events, CancellationToken cancellationToken)
    {
        var failed = false;
        foreach (var each in events)
        {
            switch (Text(each, "eventType") ?? Text(each, "type"))
            {
                case "Microsoft.EventGrid.SubscriptionValidationEvent":
                    return TypedResults.Json(new { validationResponse = Text(each.GetProperty("data"), "validationCode") });
                case "Microsoft.Storage.BlobCreated" when BlobOf(each, function) is { } blob:
                    failed |= await function.DeliverAsync(blob.Name, blob.ETag, cancellationToken) != BlobDelivery.Done;
                    break;
                default:
                    // Other events, and blobs of other containers: a subscription may be wider than its function.
                    break;
            }
        }

        // Event Grid retries events that were not accepted.
        return failed ? Problem(StatusCodes.Status503ServiceUnavailable, "The function failed or is busy; deliver the events again.") : TypedResults.Ok();
    }

    private static (string Name, ETag ETag)? BlobOf(JsonElement each, BlobFunction function)
    {
        var prefix = $"{SubjectPrefix}{function.Container.Name}/blobs/";
        return Text(each, "subject") is { } subject && subject.StartsWith(prefix, StringComparison.Ordinal)
            && each.TryGetProperty("data", out var data) && Text(data, "eTag") is { Length: > 0 } eTag
            ? (subject[prefix.Length..], new ETag(eTag))
            : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
