using BatchImport.Common;
using BatchImport.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Endpoints;

/// <summary>An import's durable instances, without the management addresses, which carry a key to all of them.</summary>
/// <param name="imports">The import path.</param>
public sealed class InstanceEndpoints(IImportSteps imports)
{
    // The run, each lane, and the lanes of some rounds that reprocess rows: more are of no use to a reader.
    private const int Most = 200;

    /// <summary><c>GET imports/{id}/instances</c>: the run and its lanes.</summary>
    [Function(nameof(ListInstances))]
    public async Task<IResult> ListInstances(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports/{id}/instances")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (!ImportId.IsValid(id) || await imports.FindAsync(id, cancellationToken) is null)
        {
            return EndpointJson.UnknownImport(id);
        }

        var instances = new List<InstanceView>();
        await foreach (var each in client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: id, PageSize: Most)).WithCancellation(cancellationToken))
        {
            instances.Add(new InstanceView(each.InstanceId, each.Name, each.RuntimeStatus.ToString(), each.CreatedAt, each.LastUpdatedAt));
            if (instances.Count == Most)
            {
                break;
            }
        }

        return EndpointJson.Ok(instances.OrderBy(each => each.CreatedAt).ThenBy(each => each.Id, StringComparer.Ordinal).ToArray());
    }
}
