namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>A message for the hub's thread.</summary>
internal abstract class HubMessage
{
    /// <summary>Processes the message, on the hub's thread.</summary>
    public abstract void Handle();

    /// <summary>The hub has stopped and accepts no more messages.</summary>
    public virtual void Refuse(Exception reason)
    {
    }
}

/// <summary>A message that is a delegate.</summary>
internal sealed class ActionMessage(Action handle) : HubMessage
{
    public override void Handle() => handle();
}

/// <summary>A client's call: runs on the hub's thread, and is answered when its changes are committed.</summary>
internal sealed class CommandMessage<T>(Func<T> command, GroupCommit commit) : HubMessage
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Handle()
    {
        T result;
        try
        {
            result = command();
        }
        catch (Exception ex)
        {
            // After the commit too: a caller that learns that an id is taken must find the instance with that id.
            commit.Answer(fault => _answer.TrySetException(fault ?? ex));
            return;
        }

        commit.Answer(fault =>
        {
            if (fault is null)
            {
                _answer.TrySetResult(result);
            }
            else
            {
                _answer.TrySetException(fault);
            }
        });
    }

    public override void Refuse(Exception reason) => _answer.TrySetException(reason);
}
