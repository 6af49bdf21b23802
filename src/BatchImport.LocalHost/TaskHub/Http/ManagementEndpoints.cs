using System.Globalization;
using System.Text;
using System.Text.Json;
using BatchImport.LocalHost.TaskHub.Serialization;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;

namespace BatchImport.LocalHost.TaskHub.Http;

/// <summary>The handlers of the management endpoints; routes are in <see cref="TaskHubEndpoints"/>.</summary>
internal sealed class ManagementEndpoints(LocalTaskHub hub)
{
    private const string ContinuationHeader = "x-ms-continuation-token";
    private const int DefaultPageSize = 100;
    private const int SecondsBetweenPolls = 5;
    private const int SecondsBeforeFirstPoll = 10;

    /// <summary>Refuses requests for another task hub: the host has only one.</summary>
    public async ValueTask<object?> ForThisHubAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        string? asked = context.HttpContext.Request.Query["taskHub"];
        return string.IsNullOrEmpty(asked) || string.Equals(asked, hub.Client.Name, StringComparison.OrdinalIgnoreCase)
            ? await next(context)
            : ManagementResults.Error(StatusCodes.Status400BadRequest, $"This host has the task hub '{hub.Client.Name}' only, not '{asked}'.");
    }

    public async Task<IResult> StartAsync(HttpRequest request, string functionName, string? instanceId, CancellationToken cancellationToken)
    {
        var (isJson, input) = await ManagementResults.ReadJsonAsync(request, cancellationToken);
        if (!isJson)
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "Invalid JSON content");
        }

        string id;
        try
        {
            id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(functionName, input, new StartOrchestrationOptions(instanceId), cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException ex)
        {
            return ManagementResults.Error(StatusCodes.Status409Conflict, ex.Message);
        }
        catch (ArgumentException ex)
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, ex.Message);
        }

        return request.Seconds("timeout") is { } timeout && await IsOverAsync(id, timeout, cancellationToken)
            ? Status(request, id, onlyOutput: true)
            : Accepted(request, id);
    }

    public IResult Get(HttpRequest request, string instanceId) => Status(request, instanceId, onlyOutput: false);

    public IResult List(HttpRequest request, HttpResponse response)
    {
        var top = request.Number("top") is { } asked and > 0 ? asked : DefaultPageSize;
        string? token = request.Headers[ContinuationHeader];
        long after = 0;
        if (!string.IsNullOrEmpty(token) && !long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, $"The header {ContinuationHeader} was not issued by this task hub.");
        }

        InstanceFilter filter = new(request.Time("createdTimeFrom"), request.Time("createdTimeTo"), request.Statuses(), request.Query["instanceIdPrefix"]);
        var rows = hub.Reader.Find(filter, after, top + 1);
        if (rows.Count > top)
        {
            response.Headers[ContinuationHeader] = rows[top - 1].Key.ToString(CultureInfo.InvariantCulture);
        }

        return ManagementResults.Json(StatusJson.Many(rows.Take(top), request.Flag("showInput", otherwise: true)), StatusCodes.Status200OK);
    }

    public async Task<IResult> PurgeAllAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Time("createdTimeFrom") is not { } from)
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "Please provide value for 'createdTimeFrom' parameter.");
        }

        var purged = await hub.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(from, request.Time("createdTimeTo"), request.Statuses()?.Select(status => (OrchestrationRuntimeStatus)status)), options: null, cancellationToken);
        return purged.PurgedInstanceCount == 0
            ? TypedResults.StatusCode(StatusCodes.Status404NotFound)
            : TypedResults.Json(new { instancesDeleted = purged.PurgedInstanceCount });
    }

    public async Task<IResult> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (hub.Reader.FindInstance(instanceId) is null)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        try
        {
            var purged = await hub.Client.PurgeInstanceAsync(instanceId, options: null, cancellationToken);
            return TypedResults.Json(new { instancesDeleted = purged.PurgedInstanceCount });
        }
        catch (InvalidOperationException ex)
        {
            return ManagementResults.Error(StatusCodes.Status412PreconditionFailed, ex.Message);
        }
    }

    public Task<IResult> TerminateAsync(HttpRequest request, string instanceId, CancellationToken cancellationToken) => SendAsync(
        instanceId, () => hub.Client.TerminateInstanceAsync(instanceId, Reason(request), cancellationToken));

    public Task<IResult> SuspendAsync(HttpRequest request, string instanceId, CancellationToken cancellationToken) => SendAsync(
        instanceId, () => hub.Client.SuspendInstanceAsync(instanceId, Reason(request), cancellationToken));

    public Task<IResult> ResumeAsync(HttpRequest request, string instanceId, CancellationToken cancellationToken) => SendAsync(
        instanceId, () => hub.Client.ResumeInstanceAsync(instanceId, Reason(request), cancellationToken));

    public async Task<IResult> RaiseEventAsync(HttpRequest request, string instanceId, string eventName, CancellationToken cancellationToken)
    {
        if (Refusal(instanceId) is { } refusal)
        {
            return refusal;
        }

        if (!request.HasJsonContentType())
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "Only application/json request content is supported");
        }

        var (isJson, payload) = await ManagementResults.ReadJsonAsync(request, cancellationToken);
        if (!isJson)
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "Invalid JSON content");
        }

        return await SendAsync(instanceId, () => hub.Client.RaiseEventAsync(instanceId, eventName, payload, cancellationToken));
    }

    private async Task<IResult> SendAsync(string instanceId, Func<Task> send)
    {
        if (Refusal(instanceId) is { } refusal)
        {
            return refusal;
        }

        try
        {
            await send();
            return TypedResults.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (RpcException ex)
        {
            // It ended meanwhile, or its status does not allow the call, such as a resume of an instance that is not suspended.
            return Refusal(instanceId) ?? ManagementResults.Error(StatusCodes.Status409Conflict, ex.Status.Detail);
        }
    }

    private IResult? Refusal(string instanceId) => hub.Reader.FindInstance(instanceId) switch
    {
        null => TypedResults.StatusCode(StatusCodes.Status404NotFound),
        { } row when IsOver(row) => TypedResults.StatusCode(StatusCodes.Status410Gone),
        _ => null,
    };

    private IResult Status(HttpRequest request, string instanceId, bool onlyOutput)
    {
        if (hub.Reader.FindInstance(instanceId) is not { } row)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        if (onlyOutput && row.Status == OrchestrationStatus.Completed)
        {
            return ManagementResults.Json(Encoding.UTF8.GetBytes(row.Output ?? "null"), StatusCodes.Status200OK);
        }

        var showHistory = request.Flag("showHistory", otherwise: false) && row.Status != OrchestrationStatus.Pending;
        var body = StatusJson.One(
            row,
            showHistory ? hub.Reader.History(row.Key).SelectMany(step => step.Events) : null,
            request.Flag("showInput", otherwise: true),
            request.Flag("showHistoryOutput", otherwise: false));
        if (!IsOver(row))
        {
            request.HttpContext.Response.Headers.Location = $"{Origin(request)}{request.PathBase}{request.Path}{request.QueryString}";
            request.HttpContext.Response.Headers.RetryAfter = SecondsBetweenPolls.ToString(CultureInfo.InvariantCulture);
            return ManagementResults.Json(body, StatusCodes.Status202Accepted);
        }

        return ManagementResults.Json(
            body,
            row.Status == OrchestrationStatus.Failed && request.Flag("returnInternalServerErrorOnFailure", otherwise: false)
                ? StatusCodes.Status500InternalServerError
                : StatusCodes.Status200OK);
    }

    private IResult Accepted(HttpRequest request, string id)
    {
        var links = ManagementLinks.For($"{Origin(request)}{request.PathBase}{ManagementLinks.BasePath}", id, hub.Client.Name);
        request.HttpContext.Response.Headers.Location = links.StatusQueryGetUri;
        request.HttpContext.Response.Headers.RetryAfter = SecondsBeforeFirstPoll.ToString(CultureInfo.InvariantCulture);
        return ManagementResults.Json(links, StatusCodes.Status202Accepted);
    }

    private async Task<bool> IsOverAsync(string id, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            await hub.Client.WaitForInstanceCompletionAsync(id, patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static bool IsOver(InstanceRow row)
        => row.Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;

    private static string? Reason(HttpRequest request) => request.Query["reason"];

    private static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
