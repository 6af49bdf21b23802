namespace BatchImport.LocalHost.TaskHub;

/// <summary>
/// The host went down too often while an activity ran, so it is not run again: the activity fails with this as its
/// <see cref="Microsoft.DurableTask.TaskFailureDetails.ErrorType"/>. It is never thrown, only recorded.
/// </summary>
public sealed class ActivityPoisonedException : Exception
{
    public ActivityPoisonedException()
    {
    }

    public ActivityPoisonedException(string message)
        : base(message)
    {
    }

    public ActivityPoisonedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
