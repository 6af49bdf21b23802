namespace BatchImport.LocalHost.TaskHub;

/// <summary>The task hub's file cannot be used: it is in use, damaged, or of a newer or an earlier version. The message names it and the remedy.</summary>
public sealed class TaskHubException : InvalidOperationException
{
    public TaskHubException()
    {
    }

    public TaskHubException(string message)
        : base(message)
    {
    }

    public TaskHubException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
