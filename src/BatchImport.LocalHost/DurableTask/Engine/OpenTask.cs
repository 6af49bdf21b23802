namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>Something an orchestrator decided and whose end it has not seen.</summary>
internal interface IOpenTask
{
    void End(TaskOutcome outcome);
}

/// <summary>An open activity, sub-orchestration or timer.</summary>
/// <param name="name">Its name, for the exception when it fails.</param>
internal sealed class OpenTask<T>(string name) : TaskCompletionSource<T>, IOpenTask
{
    public void End(TaskOutcome outcome)
    {
        if (outcome.Failure is not null)
        {
            TrySetException(new TaskFailedException(name, outcome.TaskId, outcome.Failure));
            return;
        }

        try
        {
            TrySetResult(Payload.Deserialize<T>(outcome.Result)!);
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }
}
