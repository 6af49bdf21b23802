using BatchImport.Common;
using BatchImport.Functions.Triggers;
using BatchImport.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Endpoints;

/// <summary>Runs an import's failed rows again.</summary>
/// <param name="starter">Starts runs.</param>
/// <param name="stranded">Ends imports that no orchestration works on.</param>
/// <param name="imports">The import path.</param>
/// <param name="time">The time, for rates.</param>
public sealed class RetryEndpoint(ImportStarter starter, StrandedImports stranded, IImportSteps imports, TimeProvider time)
{
    /// <summary>
    /// <c>POST imports/{id}/retry</c>: imports the rows that were not delivered again, as a new import, from the staged data and with the current
    /// definition. A repeated request returns the same import.
    /// </summary>
    [Function(nameof(RetryImport))]
    public async Task<IResult> RetryImport(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "imports/{id}/retry")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (CallerCheck.Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (!ImportId.IsValid(id))
        {
            return EndpointJson.UnknownImport(id);
        }

        if (await stranded.EndIfStrandedAsync(client, id, cancellationToken))
        {
            return EndpointJson.Problem(
                StatusCodes.Status409Conflict, "Import is being ended", $"The orchestration of import {id} ended before the import. The import is being ended now: retry its rows in a moment.");
        }

        var retry = await starter.RetryAsync(id, client, cancellationToken);
        return retry.Answer switch
        {
            RetryAnswer.Unknown => EndpointJson.UnknownImport(id),
            RetryAnswer.StillRunning => EndpointJson.Problem(
                StatusCodes.Status409Conflict, "Still running", $"The import {id} has not ended: its failed rows can be retried when it has ended."),
            RetryAnswer.NothingFailed => EndpointJson.Problem(
                StatusCodes.Status400BadRequest, "Nothing to retry", $"The import {id} has no rows that are known not to be delivered."),
            _ => await AcceptedAsync(request, retry.Request!.BatchId, cancellationToken),
        };
    }

    private async Task<IResult> AcceptedAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var address = EndpointUrls.ForImport(request, id);
        request.HttpContext.Response.Headers.Location = address;
        var progress = await imports.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException($"The import {id} was started and is not known.");
        return EndpointJson.Ok(ImportView.From(progress, time.GetUtcNow(), address), StatusCodes.Status202Accepted);
    }
}
