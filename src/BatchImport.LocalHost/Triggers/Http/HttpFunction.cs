using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Triggers.Http;

/// <summary>A function with an HTTP trigger: an endpoint under the route prefix. Requests from this machine need no key, as with Core Tools.</summary>
/// <param name="function">The function.</param>
/// <param name="runner">Runs the function.</param>
/// <param name="logger">The log of failures.</param>
/// <param name="stopping">Cancelled when the host stops.</param>
internal sealed partial class HttpFunction(Function function, FunctionRunner runner, ILogger logger, CancellationToken stopping)
{
    /// <summary>Maps the function's route.</summary>
    public void Map(IEndpointRouteBuilder routes, string prefix)
    {
        var trigger = function.Trigger.Http;
        var route = $"/{prefix}/{(trigger.Route ?? function.Name).TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal);
        var endpoint = trigger.Methods is { Length: > 0 } methods
            ? routes.MapMethods(route, methods.Select(method => method.ToUpperInvariant()), HandleAsync)
            : routes.Map(route, HandleAsync);
        if (trigger.AuthLevel == AuthorizationLevel.Anonymous)
        {
            endpoint.WithMetadata(new AnonymousEndpoint());
        }
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            var result = await runner.RunAsync(function, http.Request, RouteValues(http), ends.Token);
            switch (result)
            {
                case IResult answer:
                    await answer.ExecuteAsync(http);
                    break;
                case IActionResult action:
                    await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                    break;
                default:
                    // The function wrote the response itself.
                    break;
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has disconnected.
        }
        catch (Exception ex) when (!http.Response.HasStarted)
        {
            if (ex is FormatException or BadHttpRequestException)
            {
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            LogFailure(ex, function.Name);
            await EndpointFailures.ProblemOf(ex).ExecuteAsync(http);
        }
    }

    private static Dictionary<string, string?> RouteValues(HttpContext http) =>
        http.Request.RouteValues.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString(), StringComparer.OrdinalIgnoreCase);

    [LoggerMessage(3201, LogLevel.Error, "HTTP function {Function} failed")]
    private partial void LogFailure(Exception exception, string function);
}
