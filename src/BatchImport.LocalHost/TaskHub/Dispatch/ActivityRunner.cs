using BatchImport.LocalHost.TaskHub.Execution;
using BatchImport.LocalHost.TaskHub.Serialization;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>Runs one activity and turns its result into the event for its orchestration.</summary>
/// <param name="shims">The activities.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Cancelled when activities must stop.</param>
internal sealed class ActivityRunner(FunctionShims shims, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Runs an activity.</summary>
    /// <returns>The event; null when the activity stopped because the hub stops, and runs again after the next start.</returns>
    public async ValueTask<HistoryEvent?> RunAsync(ActivityItem item)
    {
        var task = item.Task;
        if (!shims.TryGetActivity(task.Name!, out var activity))
        {
            return Failed(Failures.ActivityNotFound(task.Name!));
        }

        try
        {
            var output = await activity.RunAsync(new TaskContext(item.Caller, task.Name!, task.Version, task.EventId), task.Input);
            return new TaskCompletedEvent(-1, task.EventId, output) { Timestamp = Now() };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception ex)
        {
            return Failed(new FailureDetails(ex));
        }

        TaskFailedEvent Failed(FailureDetails details)
            => new(-1, task.EventId, details.ErrorMessage, details: null, details) { Timestamp = Now() };
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;
}
