using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace BatchImport.Functions.Orchestrations;

/// <summary>Notifies the lanes of an import of a new state. Nothing depends on it: a lane reads the state by itself within a minute.</summary>
/// <param name="logger">The log of notifications that failed.</param>
public sealed partial class LaneNotifier(ILogger<LaneNotifier> logger)
{
    /// <summary>Raises <see cref="ImportLane.CommandReceived"/> in the lanes that run. A lane may end at any moment, which is no failure.</summary>
    /// <param name="client">The task hub's client.</param>
    /// <param name="batchId">The import's id.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task NotifyAsync(DurableTaskClient client, string batchId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var lanes = new OrchestrationQuery(
            InstanceIdPrefix: $"{batchId}-", Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending]);
        try
        {
            await foreach (var lane in client.GetAllInstancesAsync(lanes).WithCancellation(cancellationToken))
            {
                await RaiseAsync(client, lane.InstanceId, cancellationToken);
            }
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotNotified(ex, batchId);
        }
    }

    private static async Task RaiseAsync(DurableTaskClient client, string lane, CancellationToken cancellationToken)
    {
        try
        {
            await client.RaiseEventAsync(lane, ImportLane.CommandReceived, "", cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Each backend refuses events for an ended instance with a different exception: check whether the instance has ended.
            if (await client.GetInstanceAsync(lane, cancellationToken) is { IsCompleted: false })
            {
                throw;
            }
        }
    }

    [LoggerMessage(1003, LogLevel.Warning, "The lanes of import {BatchId} could not be notified; they read its state within a minute")]
    private partial void LogNotNotified(Exception exception, string batchId);
}
