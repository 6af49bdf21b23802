namespace BatchImport.LocalHost.TaskHub;

/// <summary>
/// The host ended unexpectedly too often while an activity ran, so the activity is not run again: it fails with this as its
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
