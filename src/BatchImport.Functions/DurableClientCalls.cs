using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions;

/// <summary>
/// Calls to orchestrations that may have ended in the meantime. Each host refuses such a call with a different exception; the state of the
/// instance afterwards is the same everywhere.
/// </summary>
internal static class DurableClientCalls
{
    /// <summary>Terminates an instance; does nothing to one that has ended.</summary>
    public static Task TerminateIfRunningAsync(this DurableTaskClient client, string id, CancellationToken cancellationToken) =>
        UnlessEndedAsync(client, id, () => client.TerminateInstanceAsync(id, output: null, cancellationToken), cancellationToken);

    /// <summary>Starts an orchestration, unless one with that id runs.</summary>
    public static async Task ScheduleUnlessRunningAsync(this DurableTaskClient client, string name, object input, string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(InstanceId: id), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (await client.GetInstanceAsync(id, cancellationToken) is not { IsCompleted: false })
            {
                throw;
            }
        }
    }

    private static async Task UnlessEndedAsync(DurableTaskClient client, string id, Func<Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await call();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (await client.GetInstanceAsync(id, cancellationToken) is { IsCompleted: false })
            {
                throw;
            }
        }
    }
}
