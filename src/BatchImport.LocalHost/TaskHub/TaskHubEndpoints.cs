using BatchImport.LocalHost.TaskHub.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BatchImport.LocalHost.TaskHub;

/// <summary>The HTTP management endpoints of Durable Functions, with the routes and responses of the genuine ones.</summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api</remarks>
public static class TaskHubEndpoints
{
    /// <summary>Serves a task hub under <c>/runtime/webhooks/durabletask/</c>.</summary>
    public static IEndpointRouteBuilder MapTaskHub(this IEndpointRouteBuilder endpoints, LocalTaskHub hub)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(hub);
        ManagementEndpoints management = new(hub);
        var group = endpoints.MapGroup(ManagementLinks.BasePath);
        group.AddEndpointFilter(management.ForThisHubAsync);
        group.MapPost("/orchestrators/{functionName}/{instanceId?}", management.StartAsync);
        group.MapGet("/instances", management.List);
        group.MapDelete("/instances", management.PurgeAllAsync);
        group.MapGet("/instances/{instanceId}", management.Get);
        group.MapDelete("/instances/{instanceId}", management.PurgeAsync);
        group.MapPost("/instances/{instanceId}/terminate", management.TerminateAsync);
        group.MapPost("/instances/{instanceId}/suspend", management.SuspendAsync);
        group.MapPost("/instances/{instanceId}/resume", management.ResumeAsync);
        group.MapPost("/instances/{instanceId}/raiseEvent/{eventName}", management.RaiseEventAsync);
        foreach (var operation in (string[])["rewind", "restart"])
        {
            group.MapPost("/instances/{instanceId}/" + operation, () => ManagementResults.NotSupported($"'{operation}' of an instance"));
        }

        group.Map("/entities/{**rest}", () => ManagementResults.NotSupported("durable entities"));
        group.Map("/makeprimary", () => ManagementResults.NotSupported("the app lease ('makeprimary')"));
        return endpoints;
    }
}
